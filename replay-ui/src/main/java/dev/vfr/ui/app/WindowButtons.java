package dev.vfr.ui.app;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

/// The window's own buttons: open, theme, help.
final class WindowButtons {

    private WindowButtons() {}

    /// Buttons that say what the keyboard does too.
    static Node[] of(Runnable open, Runnable changeTheme, Runnable help) {
        return new Node[] {
            button("Open…", "open traces (Ctrl+O)", open),
            button("Theme", "light or dark (T)", changeTheme),
            button("?", "the keys (F1)", help)
        };
    }

    /// Buttons that only belong to the picture.
    static Node[] ofPicture() {
        return of(() -> {}, () -> {}, () -> {});
    }

    private static Button button(String text, String tip, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().addAll("flat", "window-button");
        button.setTooltip(new Tooltip(tip));
        button.setFocusTraversable(false);
        button.setOnAction(_ -> action.run());
        return button;
    }
}
