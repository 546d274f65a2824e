package dev.vfr.ui.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.session.ReplayModelTest;
import dev.vfr.ui.testing.DamagedTrace;
import dev.vfr.ui.testing.Recording;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTableModelTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAFilterEveryEventIsARow() throws EventSourceException {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        EventTableModel model = new EventTableModel(replay, Runnable::run, Runnable::run);
        assertEquals(replay.picture().count(), model.rows().size());
        assertEquals(5, model.rows().get(5).seq());
        assertEquals(5, model.rows().get(5).event().orElseThrow().header().seq());
    }

    @Test
    void aFilterLeavesWhatMatchesAllItsWords() throws EventSourceException {
        assertEquals(List.of(6L), matches("errno:ENOMSG"));
        assertEquals(List.of(6L), matches("failed"));
        assertEquals(4, matches("device-state-set").size());
        assertEquals(1, matches("device-state-set STOP_COPY").size());
        assertEquals(3, matches("device-state-set -STOP_COPY").size());
        assertEquals(0, matches("nowhere").size());
    }

    @Test
    void theAnswersOfAFilterThatWasChangedAreDropped() throws EventSourceException {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        Deque<Runnable> background = new ArrayDeque<>();
        Deque<Runnable> ui = new ArrayDeque<>();
        EventTableModel model = new EventTableModel(replay, background::add, ui::add);
        model.filter().set("data-read");
        background.remove().run();
        model.filter().set("device-closed");
        ui.forEach(Runnable::run);
        ui.clear();
        assertEquals(0, model.rows().size());
        background.remove().run();
        ui.forEach(Runnable::run);
        assertEquals(1, model.rows().size());
        assertTrue(model.status().get().startsWith("1 of "), model.status().get());
    }

    @Test
    void anEventsRowIsTheLastOneNotAfterIt() throws EventSourceException {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        EventTableModel model = new EventTableModel(replay, Runnable::run, Runnable::run);
        model.filter().set("data-read");
        assertEquals(-1, model.rows().rowOf(4));
        assertEquals(0, model.rows().rowOf(5));
        assertEquals(2, model.rows().rowOf(8));
    }

    @Test
    void aRowHasItsNumberWhereEventsAreMissing() throws Exception {
        Path trace = DamagedTrace.write(folder, Recording.ofMigration().events().toList(), 5, 8);
        try (TraceReader reader = TraceReader.open(trace)) {
            EventTableModel model = new EventTableModel(ReplayModelTest.replay(reader), Runnable::run, Runnable::run);
            assertEquals(reader.count(), model.rows().size());
            assertTrue(model.rows().get(5).event().orElseThrow() instanceof EventsLost);
            assertTrue(model.rows().get(6).event().isEmpty());
            for (int row = 8; row < model.rows().size(); row++) {
                assertEquals(
                        row,
                        model.rows().get(row).event().orElseThrow().header().seq());
            }
            model.filter().set("device-state-set STOP_COPY");
            assertEquals(1, model.rows().size());
            assertEquals(8, model.rows().get(0).seq());
        }
    }

    private static List<Long> matches(String filter) throws EventSourceException {
        ReplayModel replay = ReplayModelTest.replay(Recording.ofMigration().events());
        EventTableModel model = new EventTableModel(replay, Runnable::run, Runnable::run);
        model.filter().set(filter);
        return IntStream.range(0, model.rows().size())
                .mapToObj(row -> model.rows().get(row).seq())
                .toList();
    }
}
