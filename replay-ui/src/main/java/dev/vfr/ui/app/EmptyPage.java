package dev.vfr.ui.app;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Invites to open a trace.
final class EmptyPage extends VBox {

    private final Label problem = new Label();

    EmptyPage(Runnable open, Runnable changeTheme) {
        getStyleClass().add("empty-page");
        setAlignment(Pos.CENTER);
        Label title = new Label("No trace is open");
        title.getStyleClass().add("empty-title");
        Label invitation = new Label("Drop a NAME.vfr folder here, or those of source and destination together.");
        invitation.getStyleClass().add("muted");
        Button button = new Button("Open a trace…");
        button.getStyleClass().add("accent");
        button.setDefaultButton(true);
        button.setOnAction(_ -> open.run());
        Button theme = new Button("Light or dark");
        theme.getStyleClass().add("flat");
        theme.setOnAction(_ -> changeTheme.run());
        HBox buttons = new HBox(10, button, theme);
        buttons.setAlignment(Pos.CENTER);
        Label commands = new Label("""
                vfr demo                              simulates a migration and records it
                vfr import src.trace.log -o src.vfr   makes a trace of QEMU's log
                vfr ui src.vfr dst.vfr                shows source and destination together""");
        commands.getStyleClass().add("commands");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setVisible(false);
        problem.setManaged(false);
        getChildren().addAll(problem, title, invitation, buttons, commands);
    }

    /// Says why the last trace could not be opened.
    void complain(String message) {
        problem.setText(message);
        problem.setVisible(true);
        problem.setManaged(true);
    }
}
