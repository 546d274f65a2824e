package dev.vfr.model.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.RandomTrace;
import dev.vfr.model.fold.Step;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A replay goes over events that are missing; the numbers of the others stay.
class GapsInReplayTest {

    private static final int EVENTS = 400;

    private static GappyEvents gappy(long seed) {
        Random random = new Random(seed);
        Set<Integer> missing = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            int from = random.nextInt(EVENTS);
            IntStream.range(from, Math.min(EVENTS, from + 1 + random.nextInt(40)))
                    .forEach(missing::add);
        }
        return GappyEvents.without(
                RandomTrace.of(seed, EVENTS).events().toList().subList(0, EVENTS), missing);
    }

    /// The state after all events below each number.
    private static List<MigrationState> states(GappyEvents source) {
        List<MigrationState> states = new ArrayList<>();
        MigrationState state = MigrationState.EMPTY;
        for (MigrationEvent event : source.events()) {
            while (states.size() <= event.header().seq()) {
                states.add(state);
            }
            state = Fold.step(state, event).state();
        }
        while (states.size() <= source.count()) {
            states.add(state);
        }
        return states;
    }

    @Test
    void a_seek_gives_the_state_after_all_events_below_a_number() throws EventSourceException {
        for (long seed = 0; seed < 6; seed++) {
            GappyEvents source = gappy(seed);
            List<MigrationState> states = states(source);
            Random random = new Random(seed);
            for (int interval : new int[] {1, 7, 64}) {
                Checkpoints checkpoints = new Checkpoints(interval, 8);
                try (ReplaySession session = new ReplaySession(source, TraceClock.of(source), checkpoints)) {
                    for (int i = 0; i < 400; i++) {
                        int at = random.nextInt((int) source.count() + 1);
                        session.seek(at);
                        assertEquals(states.get(at), session.state(), "seed " + seed + " at " + at);
                        if (at > 0) {
                            Moment moment = session.moment().orElseThrow();
                            assertEquals(states.get(at), moment.after());
                            assertTrue(moment.event().header().seq() < at);
                        }
                    }
                }
            }
        }
    }

    @Test
    void every_event_that_is_there_is_met_forward_and_backward() throws EventSourceException {
        GappyEvents source = gappy(3);
        List<MigrationEvent> met = new ArrayList<>();
        try (ReplaySession session = ReplaySession.over(source)) {
            while (session.step().isPresent()) {
                met.add(session.moment().orElseThrow().event());
            }
            assertEquals(source.events(), met);
            List<MigrationEvent> back = new ArrayList<>();
            do {
                back.add(session.moment().orElseThrow().event());
            } while (session.stepBack() && session.position() > 0);
            assertEquals(source.events(), back.reversed());
        }
    }

    @Test
    void a_loss_explains_the_number_behind_it() {
        TraceScript script = TraceScript.of("source", "mt0", CaptureSource.INTERPOSER);
        for (int i = 0; i < 10; i++) {
            script.set(DeviceState.PRE_COPY).set(DeviceState.RUNNING);
        }
        List<MigrationEvent> whole = script.events().toList();
        MigrationState state = MigrationState.EMPTY;
        for (MigrationEvent event :
                GappyEvents.without(whole, Set.of(10, 11, 12)).events()) {
            Step step = Fold.step(state, event);
            assertTrue(step.anomalies().stream().noneMatch(found -> found.kind() == Anomaly.Kind.SEQUENCE_BROKEN));
            state = step.state();
        }
        assertEquals(3, state.trace().eventsLost());
        assertEquals(whole.size(), state.events());
    }

    @Test
    void joined_traces_have_no_holes() throws EventSourceException {
        GappyEvents one = gappy(4);
        GappyEvents other = gappy(5);
        long there = one.events().size() + (long) other.events().size();
        try (JoinedEvents joined = JoinedEvents.of(List.of(one, other), 16)) {
            assertEquals(there, joined.count());
            for (long from = 0; from < there; from += 13) {
                try (var reader = joined.readFrom(from)) {
                    long seq = from;
                    for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                        assertEquals(seq++, event.header().seq());
                    }
                    assertEquals(there, seq);
                }
            }
            for (int i = 0; i < one.events().size(); i++) {
                MigrationEvent event = one.events().get(i);
                long seq = joined.seqOf(0, event.header().seq());
                try (var reader = joined.readFrom(seq)) {
                    MigrationEvent found = Objects.requireNonNull(reader.next());
                    assertEquals(event.getClass(), found.getClass());
                    assertEquals(event.header().timeNs(), found.header().timeNs());
                }
            }
            assertTrue(joined.seqOf(1, other.count() - 1) < there);
        }
    }
}
