package dev.vfr.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.findings.FindingsPane;
import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.session.ReplayModelTest;
import dev.vfr.ui.testing.Recording;
import dev.vfr.ui.verdict.Verdict;
import dev.vfr.ui.verdict.VerdictBar;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Looks at the labels of the verdict bar and the findings, and clicks on a finding.
class AnswerShownTest {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;

    private static final FindingItem FINDING = new FindingItem(
            FindingItem.Severity.ERROR, "rule", "a summary", "why", "wait", "linux/vfio.h", OptionalLong.of(4));

    @BeforeAll
    static void startWithoutDisplay() throws Exception {
        Headless.start();
    }

    @Test
    void theBarShowsWhoIsResponsibleAndByWhichClause() throws Exception {
        Verdict verdict = new Verdict(
                "failed",
                Verdict.Tone.BAD,
                "It failed.",
                "",
                "",
                List.of(new Verdict.Fact("responsible", "driver"), new Verdict.Fact("by", "linux/vfio.h")));
        List<String> labels = onUiThread(() -> labels(laidOut(new VerdictBar(new SimpleObjectProperty<>(verdict)))));
        assertTrue(labels.containsAll(List.of("responsible", "driver", "by", "linux/vfio.h")), labels::toString);
    }

    @Test
    void aFindingShowsItsRemedyAndItsClause() throws Exception {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        List<String> labels = onUiThread(() -> labels(laidOut(findings(replay))));
        assertTrue(labels.containsAll(List.of("What to do: wait", "By linux/vfio.h")), labels::toString);
    }

    @Test
    void aClickOnAFindingGoesToItsEventAlsoWhenItIsChosenAlready() throws Exception {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        onUiThread(() -> {
            Node cell = laidOut(findings(replay)).lookup(".list-cell:filled");
            click(cell);
            assertEquals(4, replay.cursor().get().seq());
            replay.seek(0);
            click(cell);
            assertEquals(4, replay.cursor().get().seq());
            return null;
        });
    }

    private static FindingsPane findings(ReplayModel replay) {
        return new FindingsPane(replay, new SimpleObjectProperty<>(List.of(FINDING)));
    }

    private static <T extends Parent> T laidOut(T pane) {
        new Scene(pane, WIDTH, HEIGHT).snapshot(null);
        return pane;
    }

    private static List<String> labels(Parent pane) {
        return pane.lookupAll(".label").stream()
                .filter(node -> node instanceof Label && node.isVisible())
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private static void click(Node node) {
        Event.fireEvent(node, mouse(MouseEvent.MOUSE_PRESSED, node));
        Event.fireEvent(node, mouse(MouseEvent.MOUSE_RELEASED, node));
        Event.fireEvent(node, mouse(MouseEvent.MOUSE_CLICKED, node));
    }

    private static MouseEvent mouse(EventType<MouseEvent> type, Node node) {
        Point2D at = node.localToScene(1, 1);
        return new MouseEvent(
                type,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                type == MouseEvent.MOUSE_PRESSED,
                false,
                false,
                false,
                false,
                true,
                new PickResult(node, at.getX(), at.getY()));
    }

    private static <T> T onUiThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        return task.get();
    }
}
