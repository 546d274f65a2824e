package dev.vfr.ui.app;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list of keys, laid over the window.
final class HelpPage extends StackPane {

    HelpPage() {
        getStyleClass().add("help-page");
        setAlignment(Pos.CENTER);
        setMouseTransparent(true);
        GridPane grid = new GridPane();
        grid.getStyleClass().add("help-keys");
        int row = 0;
        for (Keys.Help line : Keys.help()) {
            Label keys = new Label(line.keys());
            keys.getStyleClass().add("key");
            grid.addRow(row++, keys, new Label(line.action()));
        }
        Label title = new Label("Keys");
        title.getStyleClass().add("empty-title");
        Label mouse = new Label("Wheel zooms, Shift+wheel and dragging pan, a click sets the cursor.");
        mouse.getStyleClass().add("muted");
        VBox box = new VBox(title, grid, mouse);
        box.getStyleClass().add("help-box");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().add(box);
    }
}
