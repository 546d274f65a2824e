package dev.vfr.ui.inspector;

import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Shows the fields of the event at the cursor.
public final class InspectorPane extends VBox {

    private static final double NAME_WIDTH = 122;

    private final InspectorModel model;
    private final Label title = new Label();
    private final VBox content = new VBox();

    public InspectorPane(InspectorModel model) {
        this.model = model;
        getStyleClass().addAll("panel", "inspector");
        title.getStyleClass().add("panel-title");
        VBox header = new VBox(title);
        header.getStyleClass().add("panel-header");
        content.getStyleClass().add("fields");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header, scroll);
        model.replay().cursor().subscribe(_ -> show());
        model.replay().device().subscribe(_ -> show());
    }

    private void show() {
        title.setText(model.title());
        content.getChildren().setAll(grid(model.event()));
        model.clause().ifPresent(text -> {
            Label clause = new Label(text);
            clause.setWrapText(true);
            clause.getStyleClass().add("clause");
            content.getChildren().add(clause);
        });
        List<Field> device = model.device();
        if (!device.isEmpty()) {
            Label heading = new Label(model.deviceTitle());
            heading.getStyleClass().add("section");
            content.getChildren().addAll(heading, grid(device));
        }
    }

    private static GridPane grid(List<Field> fields) {
        GridPane grid = new GridPane();
        ColumnConstraints names = new ColumnConstraints(NAME_WIDTH);
        names.setHalignment(HPos.LEFT);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setFillWidth(true);
        grid.getColumnConstraints().addAll(names, values);
        for (int row = 0; row < fields.size(); row++) {
            Field field = fields.get(row);
            Label name = new Label(field.name());
            name.getStyleClass().add("field-name");
            Label value = new Label(field.value());
            value.setWrapText(true);
            value.getStyleClass().add("field-value");
            switch (field.tone()) {
                case PLAIN -> {}
                case UNKNOWN -> value.getStyleClass().add("unknown");
                case GOOD -> value.getStyleClass().add("good");
                case BAD -> value.getStyleClass().add("bad");
            }
            GridPane.setValignment(name, VPos.TOP);
            grid.addRow(row, name, value);
        }
        return grid;
    }
}
