package dev.vfr.ui.events;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent;
import dev.vfr.model.event.VmmEvent;
import dev.vfr.model.report.Figures;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.ProcessPicture;
import dev.vfr.ui.picture.TracePicture;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The table of events with its filter. The chosen row is the cursor.
public final class EventTable extends VBox {

    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass STATE = PseudoClass.getPseudoClass("state");
    private static final double ROW_HEIGHT = 21;
    private static final double SCROLL_BAR_WIDTH = 16;
    /// Rows that stay visible above and below the cursor.
    private static final int CONTEXT = 3;

    private final EventTableModel model;
    private final TableView<EventRow> table = new TableView<>();
    private final TextField filter = new TextField();
    private boolean following;
    /// The row to bring into sight in the next layout, -1 for none.
    private int unrevealed = -1;

    public EventTable(EventTableModel model) {
        this.model = model;
        getStyleClass().addAll("panel", "events");
        getChildren().addAll(header(), table);
        VBox.setVgrow(table, Priority.ALWAYS);
        table.setFixedCellSize(ROW_HEIGHT);
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setItems(model.rows());
        table.setRowFactory(_ -> new Row());
        table.setPlaceholder(new Label("no event matches"));
        columns();
        table.getSelectionModel().selectedIndexProperty().addListener((_, _, row) -> chosen(row.intValue()));
        model.replay().cursor().subscribe(_ -> follow());
        model.rows().addListener((javafx.collections.ListChangeListener<EventRow>) _ -> follow());
        table.heightProperty().addListener(_ -> follow());
    }

    /// Puts the keyboard into the filter.
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    private HBox header() {
        Label title = new Label("Events");
        title.getStyleClass().add("panel-title");
        Label status = new Label();
        status.getStyleClass().add("muted");
        status.textProperty().bind(model.status());
        filter.setPromptText("filter: words, -word, failed, errno:EIO, device:0   (Ctrl+F)");
        filter.textProperty().bindBidirectional(model.filter());
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setMaxWidth(520);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.SOMETIMES);
        HBox header = new HBox(10, title, filter, gap, status);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private void columns() {
        column("#", 76, "number", row -> Figures.count(row.seq()));
        if (model.replay().picture().axis() == Axis.TIME) {
            column("time", 92, "number", row -> Figures.sinceStart(row.position()));
        }
        column("process", 86, "text", row -> row.event().map(this::process).orElse(""));
        column("device", 100, "text", row -> row.event().map(this::device).orElse(""));
        column("event", 162, "name", row -> row.event().map(EventName::of).orElse("missing"));
        TableColumn<EventRow, String> what = column(
                "what", 120, "text", row -> row.event().map(EventText::summary).orElse(""));
        what.setMaxWidth(Double.MAX_VALUE);
        column(
                "result",
                64,
                "result",
                row -> row.event()
                        .flatMap(EventText::resultOf)
                        .map(EventText::result)
                        .orElse(""));
        column(
                "duration",
                72,
                "number",
                row -> row.event().map(EventTable::duration).orElse(""));
        double others = table.getColumns().stream()
                .filter(column -> !column.equals(what))
                .mapToDouble(TableColumn::getPrefWidth)
                .sum();
        what.prefWidthProperty().bind(table.widthProperty().subtract(others + SCROLL_BAR_WIDTH));
    }

    private TableColumn<EventRow, String> column(
            String title, double width, String styleClass, Function<EventRow, String> text) {
        TableColumn<EventRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().add(styleClass);
        column.setMinWidth(width);
        column.setPrefWidth(width);
        column.setMaxWidth(width);
        table.getColumns().add(column);
        return column;
    }

    private String process(MigrationEvent event) {
        int number = event.header().process();
        TracePicture picture = model.replay().picture();
        return number == EventHeader.NONE
                ? ""
                : picture.process(number).map(ProcessPicture::label).orElse("");
    }

    private String device(MigrationEvent event) {
        return model.replay()
                .picture()
                .device(event.header().device())
                .map(DevicePicture::shortName)
                .orElse("");
    }

    private static String duration(MigrationEvent event) {
        return event.header().hasDuration() ? Figures.time(event.header().durationNs()) : "";
    }

    private void chosen(int row) {
        if (!following && row >= 0) {
            model.replay().seekAndReveal(model.rows().seqOf(row));
        }
    }

    private void follow() {
        int row = model.rows().rowOf(model.replay().cursor().get().seq());
        following = true;
        try {
            if (row < 0 || row >= model.rows().size()) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != row) {
                table.getSelectionModel().clearAndSelect(row);
            }
            unrevealed = row;
            requestLayout();
        } finally {
            following = false;
        }
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (unrevealed >= 0 && unrevealed < model.rows().size()) {
            table.layout();
            reveal(unrevealed);
            table.layout();
        }
        unrevealed = -1;
    }

    /// Scrolls only where the row is too close to the edge, so that stepping does not make the table jump.
    private void reveal(int row) {
        if (!(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        int visible = (int) (flow.getHeight() / ROW_HEIGHT);
        int first = flow.getFirstVisibleCell() == null
                ? 0
                : flow.getFirstVisibleCell().getIndex();
        int context = Math.min(CONTEXT, Math.max(0, visible / 2 - 1));
        if (row < first + context || row > first + visible - 1 - context) {
            table.scrollTo(Math.max(0, row - visible / 3));
        }
    }

    /// A row that says by its look what sort of event it holds.
    private static final class Row extends TableRow<EventRow> {
        @Override
        protected void updateItem(EventRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean shown = !empty && row != null;
            pseudoClassStateChanged(
                    FAILED, shown && row.event().filter(Row::isFailure).isPresent());
            pseudoClassStateChanged(
                    STATE, shown && row.event().filter(Row::isState).isPresent());
        }

        private static boolean isFailure(MigrationEvent event) {
            return event instanceof VmmEvent.ErrorLinePrinted
                    || event instanceof VmmEvent.CommandRefused
                    || event instanceof TraceEvent.EventsLost
                    || EventText.resultOf(event).filter(CallResult::isFailed).isPresent();
        }

        private static boolean isState(MigrationEvent event) {
            return event instanceof DeviceEvent.DeviceStateSet || event instanceof DeviceEvent.DeviceReset;
        }
    }
}
