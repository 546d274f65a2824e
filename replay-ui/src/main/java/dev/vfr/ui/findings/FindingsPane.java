package dev.vfr.ui.findings;

import dev.vfr.model.report.Figures;
import dev.vfr.ui.session.ReplayModel;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Findings, worst first.
public final class FindingsPane extends VBox {

    /// In px, with what the list's own edges need.
    private static final double ROOM_FOR_SCROLL_BAR = 16;

    private final ReplayModel replay;
    private final ListView<FindingItem> list = new ListView<>();
    private final Label count = new Label();

    public FindingsPane(ReplayModel replay, ObservableValue<List<FindingItem>> findings) {
        this.replay = replay;
        getStyleClass().addAll("panel", "findings");
        Label title = new Label("Findings");
        title.getStyleClass().add("panel-title");
        count.getStyleClass().add("muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(10, title, gap, count);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        list.setCellFactory(_ -> new Cell());
        list.getStyleClass().add("edge-to-edge");
        list.widthProperty().subscribe(_ -> list.refresh());
        list.setPlaceholder(new Label("nothing found"));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(header, list);
        findings.subscribe(this::show);
        list.getSelectionModel().selectedItemProperty().subscribe(this::jump);
    }

    private void show(List<FindingItem> findings) {
        list.getItems().setAll(findings);
        long errors = findings.stream()
                .filter(finding -> finding.severity() == FindingItem.Severity.ERROR)
                .count();
        count.setText(findings.isEmpty() ? "" : findings.size() + (errors > 0 ? ", " + errors + " errors" : ""));
    }

    private void jump(@Nullable FindingItem finding) {
        if (finding != null) {
            finding.seq().ifPresent(replay::seekAndReveal);
        }
    }

    /// One finding: a coloured edge, its summary, what it means, what to do and the clause that says so.
    private final class Cell extends ListCell<FindingItem> {
        private final Label summary = new Label();
        private final Label more = new Label();
        private final Label remedy = new Label();
        private final Label clause = new Label();
        private final VBox box = new VBox(summary, more, remedy, clause);

        Cell() {
            summary.setWrapText(true);
            summary.getStyleClass().add("summary");
            more.setWrapText(true);
            more.getStyleClass().add("more");
            remedy.setWrapText(true);
            remedy.getStyleClass().add("remedy");
            clause.setWrapText(true);
            clause.getStyleClass().add("clause");
            box.getStyleClass().add("finding");
            setPrefWidth(0);
            // The selection does not change where the chosen finding is clicked again, the cursor may have moved.
            setOnMouseClicked(_ -> jump(getItem()));
        }

        /// A cell asks for one line unless it is told how wide its list is.
        @Override
        protected double computePrefHeight(double width) {
            return getGraphic() == null ? super.computePrefHeight(width) : box.prefHeight(textWidth());
        }

        /// A cell gives its graphic the width and the height that the graphic wants.
        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            if (getGraphic() != null) {
                box.resizeRelocate(0, 0, textWidth(), getHeight());
            }
        }

        private double textWidth() {
            return Math.max(0, list.getWidth() - ROOM_FOR_SCROLL_BAR);
        }

        @Override
        protected void updateItem(FindingItem finding, boolean empty) {
            super.updateItem(finding, empty);
            if (empty || finding == null) {
                setGraphic(null);
                return;
            }
            summary.setText(finding.summary());
            String event = finding.seq().isPresent()
                    ? "event " + Figures.count(finding.seq().getAsLong()) + " · "
                    : "";
            more.setText(
                    event + finding.rule() + (finding.explanation().isEmpty() ? "" : "\n" + finding.explanation()));
            show(remedy, "What to do: ", finding.remedy());
            show(clause, "By ", finding.clause());
            box.getStyleClass().setAll("finding", finding.severity().name().toLowerCase(Locale.ROOT));
            setGraphic(box);
        }

        private static void show(Label label, String before, String text) {
            label.setText(before + text);
            label.setVisible(!text.isEmpty());
            label.setManaged(!text.isEmpty());
        }
    }
}
