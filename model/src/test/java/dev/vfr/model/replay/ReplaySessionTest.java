package dev.vfr.model.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.RandomTrace;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplaySessionTest {

    private static ReplaySession session(EventSource source, int interval, int limit) throws EventSourceException {
        return new ReplaySession(source, TraceClock.of(source), new Checkpoints(interval, limit));
    }

    private static List<MigrationState> statesOf(List<MigrationEvent> events) {
        List<MigrationState> states = new ArrayList<>(List.of(MigrationState.EMPTY));
        for (MigrationEvent event : events) {
            states.add(Fold.step(states.getLast(), event).state());
        }
        return states;
    }

    @Test
    void steppingBackEqualsReplayFromTheStartAtEveryPosition() throws EventSourceException {
        for (long seed = 0; seed < 5; seed++) {
            var source = RandomTrace.of(seed, 300).events();
            List<MigrationState> states = statesOf(source.toList());
            for (int interval : new int[] {1, 2, 7, 64, 1000}) {
                try (ReplaySession session = session(source, interval, 8)) {
                    session.seek(session.count());
                    for (int at = states.size() - 1; at > 0; at--) {
                        assertEquals(states.get(at), session.state());
                        assertEquals(at, session.position());
                        assertTrue(session.stepBack());
                    }
                    assertEquals(MigrationState.EMPTY, session.state());
                    assertFalse(session.stepBack());
                }
            }
        }
    }

    @Test
    void anySeekFromAnywhereGivesTheStateAndTheMomentOfThatPosition() throws EventSourceException {
        var source = RandomTrace.of(42, 500).events();
        List<MigrationEvent> events = source.toList();
        List<MigrationState> states = statesOf(events);
        Random random = new Random(1);
        try (ReplaySession session = session(source, 16, 6)) {
            for (int i = 0; i < 2000; i++) {
                int at = random.nextInt(states.size());
                session.seek(at);
                assertEquals(states.get(at), session.state());
                if (at > 0) {
                    Moment moment = session.moment().orElseThrow();
                    assertEquals(events.get(at - 1), moment.event());
                    assertEquals(states.get(at - 1), moment.before());
                    assertEquals(states.get(at), moment.after());
                } else {
                    assertTrue(session.moment().isEmpty());
                }
            }
        }
    }

    @Test
    void stepGoesForwardOneByOneAndEndsAtTheEnd() throws EventSourceException {
        var source = RandomTrace.of(3, 40).events();
        try (ReplaySession session = ReplaySession.over(source)) {
            for (MigrationEvent event : source.toList()) {
                assertEquals(event, session.step().orElseThrow());
            }
            assertTrue(session.step().isEmpty());
            assertEquals(source.count(), session.position());
        }
    }

    @Test
    void nextAndPreviousMatchingFindWhatALinearSearchFinds() throws EventSourceException {
        var source = RandomTrace.of(7, 400).events();
        List<MigrationEvent> events = source.toList();
        List<MigrationState> states = statesOf(events);
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (Moments.stateChange().test(new Moment(states.get(i), events.get(i), states.get(i + 1), List.of()))) {
                matching.add(i + 1);
            }
        }
        try (ReplaySession session = session(source, 8, 16)) {
            List<Integer> forward = new ArrayList<>();
            while (session.nextMatching(Moments.stateChange())) {
                forward.add((int) session.position());
            }
            assertEquals(matching, forward);
            session.seek(session.count());
            List<Integer> back = new ArrayList<>();
            if (matching.contains((int) session.count())) {
                back.add((int) session.count());
            }
            while (session.previousMatching(Moments.stateChange())) {
                back.add((int) session.position());
            }
            assertEquals(matching, back.reversed());
        }
    }

    @Test
    void aSearchWithoutResultStaysWhereItWas() throws EventSourceException {
        var source = RandomTrace.of(9, 50).events();
        try (ReplaySession session = ReplaySession.over(source)) {
            session.seek(20);
            assertFalse(session.nextMatching(moment -> false));
            assertEquals(20, session.position());
            assertFalse(session.previousMatching(moment -> false));
            assertEquals(20, session.position());
        }
    }

    @Test
    void seekTimeStopsBeforeTheFirstLaterEvent() throws EventSourceException {
        for (long seed = 0; seed < 5; seed++) {
            var source = RandomTrace.of(seed, 200).events();
            TraceClock clock = TraceClock.of(source);
            try (ReplaySession session = session(source, 4, 8)) {
                for (long ns = -10; ns < 6000; ns += 97) {
                    long wanted = 0;
                    for (MigrationEvent event : source.toList()) {
                        long at = clock.startNs(event.header());
                        if (at != EventHeader.UNKNOWN_NS && at > ns) {
                            break;
                        }
                        wanted++;
                    }
                    session.seekTime(ns);
                    assertEquals(wanted, session.position(), "seed " + seed + " ns " + ns);
                }
            }
        }
    }

    @Test
    void checkpointsAreReusedByALaterSessionAndBounded() throws EventSourceException {
        var source = RandomTrace.of(5, 1000).events();
        TraceClock clock = TraceClock.of(source);
        Checkpoints checkpoints = new Checkpoints(2, 10);
        try (ReplaySession first = new ReplaySession(source, clock, checkpoints)) {
            first.seek(first.count());
        }
        assertTrue(checkpoints.interval() >= 100, "interval " + checkpoints.interval());
        MigrationState kept = checkpoints.before(900).state();
        assertTrue(kept.events() > 500);
        try (ReplaySession second = new ReplaySession(source, clock, checkpoints)) {
            second.seek(kept.events());
            assertEquals(kept, second.state());
        }
        assertSame(kept, checkpoints.before(900).state());
    }

    @Test
    void aPositionOutsideTheTraceIsRefused() throws EventSourceException {
        try (ReplaySession session = ReplaySession.over(RandomTrace.of(1, 5).events())) {
            assertThrows(IndexOutOfBoundsException.class, () -> session.seek(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> session.seek(session.count() + 1));
        }
    }

    @Test
    void failuresAreFoundAndTheTemporaryEndIsNone() throws EventSourceException {
        var source = TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .set(DeviceState.PRE_COPY)
                .readFailed(42)
                .refused(DeviceState.STOP_COPY, 5)
                .events();
        try (ReplaySession session = ReplaySession.over(source)) {
            assertTrue(session.nextMatching(Moments.failure()));
            assertEquals(source.count(), session.position());
            assertFalse(session.nextMatching(Moments.ofDevice(0)));
        }
    }
}
