package dev.vfr.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.Checkpoints;
import dev.vfr.model.replay.ReplaySession;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.picture.PictureBuilder;
import dev.vfr.ui.testing.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class ReplayModelTest {

    /// A replay over hand-written events, for the tests of all panes.
    public static ReplayModel replay(EventSource events) throws EventSourceException {
        TraceClock clock = TraceClock.of(events);
        PictureBuilder builder = new PictureBuilder(clock, events.count());
        ReplaySession session = new ReplaySession(events, clock, new Checkpoints());
        for (Optional<MigrationEvent> event = session.step(); event.isPresent(); event = session.step()) {
            builder.add(event.get(), session.state());
        }
        return new ReplayModel(events, builder.build(), session, 0);
    }

    @Test
    void everyEventIsReachedForwardAndBackWithTheSameState() throws EventSourceException {
        ReplayModel replay = replay(Recording.ofMigration().events());
        List<Cursor> forward = new ArrayList<>();
        for (long seq = 0; seq <= replay.lastSeq(); seq++) {
            replay.seek(seq);
            forward.add(replay.cursor().get());
        }
        for (long seq = replay.lastSeq(); seq >= 0; seq--) {
            replay.seek(seq);
            assertEquals(forward.get((int) seq), replay.cursor().get());
        }
    }

    @Test
    void steppingStopsAtTheEnds() throws EventSourceException {
        ReplayModel replay = replay(Recording.ofMigration().events());
        replay.step(-1);
        assertEquals(0, replay.cursor().get().seq());
        replay.step(1_000_000);
        assertEquals(replay.lastSeq(), replay.cursor().get().seq());
    }

    @Test
    void stateChangesAreVisitedInOrderBothWays() throws EventSourceException {
        ReplayModel replay = replay(Recording.ofMigration().events());
        List<Long> visited = new ArrayList<>();
        long before = -1;
        while (replay.cursor().get().seq() != before) {
            before = replay.cursor().get().seq();
            replay.nextStateChange();
            visited.add(replay.cursor().get().seq());
        }
        replay.previousStateChange();
        assertTrue(replay.cursor().get().seq() < visited.getLast());
        assertEquals(
                Optional.of(DeviceState.STOP_COPY),
                replay.cursor().get().state().devices().getFirst().state().now().state());
    }

    @Test
    void aTimeBetweenTwoEventsBelongsToTheFirst() throws EventSourceException {
        ReplayModel replay = replay(Recording.ofMigration().events());
        for (long seq = 3; seq < replay.lastSeq(); seq++) {
            long position = replay.positionOf(seq);
            assertEquals(seq, replay.seqAt(position));
            assertEquals(seq, replay.seqAt(position + 1));
        }
    }

    @Test
    void movingOutOfSightMovesTheView() throws EventSourceException {
        ReplayModel replay = replay(Recording.ofMigration().events());
        replay.showFocus();
        replay.seekAndReveal(replay.lastSeq());
        assertTrue(replay.view().get().contains(replay.cursor().get().position()));
    }
}
