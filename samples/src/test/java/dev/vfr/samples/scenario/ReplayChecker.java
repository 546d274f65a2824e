package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.replay.ReplaySession;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Goes to and fro in a trace: the state is always what a replay from the start gives, and all ways of
/// reading the trace
/// give the same events.
final class ReplayChecker {

    private static final int PLACES = 6;

    private final List<? extends MigrationEvent> events;
    private final String where;

    /// @param events whose numbers may be anything; a source gives them those of their places
    ReplayChecker(List<? extends MigrationEvent> events, String where) {
        this.events = new InMemoryEvents(events).toList();
        this.where = where;
    }

    /// @param seed of the places that are gone to
    void check(long seed) throws EventSourceException {
        check(new InMemoryEvents(events), seed);
    }

    void check(EventSource source, long seed) throws EventSourceException {
        Random random = new Random(seed);
        Map<Integer, MigrationState> states = new TreeMap<>();
        for (int i = 0; i < PLACES; i++) {
            int at = random.nextInt(events.size() + 1);
            states.put(at, MigrationState.EMPTY);
            states.put(Math.max(0, at - 1), MigrationState.EMPTY);
        }
        MigrationState state = MigrationState.EMPTY;
        states.replace(0, state);
        for (int i = 0; i < events.size(); i++) {
            state = Fold.step(state, events.get(i)).state();
            states.replace(i + 1, state);
        }
        List<Integer> places = List.copyOf(states.keySet());
        try (ReplaySession session = ReplaySession.over(source)) {
            for (int i = 0; i < 2 * PLACES; i++) {
                int place = places.get(random.nextInt(places.size()));
                session.seek(place);
                assertEquals(states.get(place), session.state(), where + ": the state at " + place);
                if (states.containsKey(place - 1)) {
                    assertTrue(session.stepBack(), where);
                    assertEquals(states.get(place - 1), session.state(), where + ": one step back from " + place);
                }
                assertEquals(
                        place == events.size() && session.position() == place,
                        session.step().isEmpty(),
                        where);
            }
        }
    }
}
