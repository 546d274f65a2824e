package dev.vfr.ui.app;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.ui.chart.BytesChart;
import dev.vfr.ui.chart.ChartModel;
import dev.vfr.ui.events.EventTable;
import dev.vfr.ui.events.EventTableModel;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.findings.FindingsPane;
import dev.vfr.ui.graph.GraphModel;
import dev.vfr.ui.graph.StateGraph;
import dev.vfr.ui.inspector.InspectorModel;
import dev.vfr.ui.inspector.InspectorPane;
import dev.vfr.ui.overview.OverviewPane;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.timeline.TimelinePane;
import dev.vfr.ui.transport.PlaybackModel;
import dev.vfr.ui.transport.TransportBar;
import dev.vfr.ui.verdict.Verdict;
import dev.vfr.ui.verdict.VerdictBar;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// All panes of one open trace, wired to one replay.
final class ReplayPage extends BorderPane {

    private final ReplayModel replay;
    private final PlaybackModel playback;
    private final ChartModel chart;
    private final EventTable events;
    private final ObjectProperty<Verdict> verdict = new SimpleObjectProperty<>(Verdict.PENDING);
    private final ObjectProperty<List<FindingItem>> findings = new SimpleObjectProperty<>(List.of());

    /// @param seq the event to begin with
    /// @param background runs what takes long
    /// @param ui runs on the application thread
    /// @param buttons the window's own, shown at the right of the verdict
    ReplayPage(OpenTrace trace, long seq, Executor background, Executor ui, Node... buttons)
            throws EventSourceException {
        this.replay = new ReplayModel(trace.source(), trace.picture(), trace.session(), seq);
        this.playback = new PlaybackModel(replay);
        this.chart = new ChartModel(replay);
        this.events = new EventTable(new EventTableModel(replay, background, ui));
        getStyleClass().add("replay-page");
        setFocusTraversable(true);
        OverviewPane overview = new OverviewPane(replay);
        overview.getStyleClass().add("strip");
        setTop(new VBox(new VerdictBar(verdict, buttons), overview));
        setCenter(panes());
        setBottom(new TransportBar(playback));
    }

    ReplayModel replay() {
        return replay;
    }

    PlaybackModel playback() {
        return playback;
    }

    ChartModel chart() {
        return chart;
    }

    EventTable events() {
        return events;
    }

    /// Shows what the analysis says.
    void judge(Judgement judgement) {
        Judgement shorter = judgement.withNames(this::withShortNames);
        verdict.set(shorter.verdict());
        findings.set(shorter.findings());
    }

    /// A device's full name is in the inspector; a sentence reads better with its short one.
    private String withShortNames(String text) {
        String shorter = text;
        for (DevicePicture device : replay.picture().devices()) {
            shorter = shorter.replace(device.name(), device.shortName());
        }
        return shorter;
    }

    private SplitPane panes() {
        SplitPane left = split(Orientation.VERTICAL, 0.6, new TimelinePane(replay), chartWithSwitch());
        SplitPane right = split(
                Orientation.VERTICAL,
                0.48,
                new StateGraph(new GraphModel(replay)),
                new InspectorPane(new InspectorModel(replay)));
        SplitPane upper = split(Orientation.HORIZONTAL, 0.72, left, right);
        SplitPane lower = split(Orientation.HORIZONTAL, 0.72, events, new FindingsPane(replay, findings));
        return split(Orientation.VERTICAL, 0.66, upper, lower);
    }

    private Node chartWithSwitch() {
        ToggleButton logarithmic = new ToggleButton("log");
        logarithmic.getStyleClass().add("chart-switch");
        logarithmic.setFocusTraversable(false);
        logarithmic.selectedProperty().bindBidirectional(chart.logarithmic());
        StackPane.setAlignment(logarithmic, Pos.TOP_LEFT);
        return new StackPane(new BytesChart(chart), logarithmic);
    }

    private static SplitPane split(Orientation orientation, double share, Node first, Node second) {
        SplitPane pane = new SplitPane(first, second);
        pane.setOrientation(orientation);
        pane.setDividerPositions(share);
        return pane;
    }
}
