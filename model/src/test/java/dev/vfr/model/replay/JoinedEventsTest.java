package dev.vfr.model.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.RandomTrace;
import dev.vfr.model.fold.Step;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedEventsTest {

    private static List<MigrationEvent> read(EventSource source, long from) throws EventSourceException {
        List<MigrationEvent> events = new ArrayList<>();
        try (EventSource.EventReader reader = source.readFrom(from)) {
            for (MigrationEvent e = reader.next(); e != null; e = reader.next()) {
                events.add(e);
            }
            assertNull(reader.next());
        }
        return events;
    }

    private static TraceScript source() {
        return TraceScript.of("source", "a", CaptureSource.QEMU_LOG).anchor(0, 0, 1_000);
    }

    private static TraceScript destination() {
        return TraceScript.of("destination", "b", CaptureSource.QEMU_LOG).anchor(0, 0, 1_005);
    }

    @Test
    void eventsAreMergedByRealTimeAndNumberedApart() throws EventSourceException {
        TraceScript src = source().at(10)
                .set(DeviceState.PRE_COPY)
                .at(20)
                .set(DeviceState.STOP_COPY)
                .closed();
        TraceScript dst = destination()
                .at(6)
                .set(DeviceState.RESUMING)
                .at(30)
                .set(DeviceState.RUNNING)
                .closed();
        try (JoinedEvents joined = JoinedEvents.of(List.of(src.events(), dst.events()))) {
            List<MigrationEvent> events = read(joined, 0);
            List<DeviceState> sets = events.stream()
                    .filter(DeviceStateSet.class::isInstance)
                    .map(e -> ((DeviceStateSet) e).requested().orElseThrow())
                    .toList();
            assertEquals(
                    List.of(DeviceState.PRE_COPY, DeviceState.RESUMING, DeviceState.STOP_COPY, DeviceState.RUNNING),
                    sets);
            MigrationState state = MigrationState.EMPTY;
            for (MigrationEvent event : events) {
                Step step = Fold.step(state, event);
                assertEquals(List.of(), step.anomalies());
                state = step.state();
            }
            assertEquals(
                    List.of("a", "b"),
                    state.devices().stream().map(d -> d.name()).toList());
            assertEquals(2, state.processes().size());
            assertEquals(2, state.clocks().size());
        }
    }

    @Test
    void readingFromAnyPositionGivesTheSameEvents() throws EventSourceException {
        List<EventSource> sources =
                List.of(RandomTrace.of(1, 200).events(), RandomTrace.of(2, 150).events(), new InMemoryEvents());
        try (JoinedEvents joined = JoinedEvents.of(sources, 7)) {
            List<MigrationEvent> all = read(joined, 0);
            assertEquals(joined.count(), all.size());
            for (int from = 0; from <= all.size(); from++) {
                assertEquals(all.subList(from, all.size()), read(joined, from));
            }
            for (int i = 0; i < all.size(); i++) {
                assertEquals(i, all.get(i).header().seq());
            }
        }
    }

    @Test
    void eachEventOfEachTraceIsFoundInTheJoinedSequence() throws EventSourceException {
        List<InMemoryEvents> sources =
                List.of(RandomTrace.of(1, 200).events(), RandomTrace.of(2, 150).events());
        try (JoinedEvents joined = JoinedEvents.of(sources, 7)) {
            List<MigrationEvent> all = read(joined, 0);
            BitSet found = new BitSet();
            for (int source = 0; source < sources.size(); source++) {
                for (MigrationEvent event : sources.get(source).toList()) {
                    int seq = (int) joined.seqOf(source, event.header().seq());
                    assertEquals(event.getClass(), all.get(seq).getClass());
                    assertEquals(event.header().timeNs(), all.get(seq).header().timeNs());
                    found.set(seq);
                }
            }
            assertEquals(joined.count(), found.cardinality());
            assertThrows(IndexOutOfBoundsException.class, () -> joined.seqOf(1, 150_000));
        }
    }

    @Test
    void theOrderOfEachTraceIsKept() throws EventSourceException {
        List<TraceScript> scripts = List.of(RandomTrace.of(3, 120), RandomTrace.of(4, 120));
        try (JoinedEvents joined =
                JoinedEvents.of(scripts.stream().map(TraceScript::events).toList())) {
            List<MigrationEvent> all = read(joined, 0);
            for (int source = 0; source < 2; source++) {
                int number = source;
                List<Long> own = all.stream()
                        .filter(e -> e.header().process() == number)
                        .map(e -> e.header().timeNs())
                        .toList();
                List<Long> original = scripts.get(source).events().toList().stream()
                        .filter(e -> e.header().process() == 0)
                        .map(e -> e.header().timeNs())
                        .toList();
                assertEquals(original, own);
            }
        }
    }

    @Test
    void tracesWithoutTimesFollowEachOther() throws EventSourceException {
        TraceScript src = TraceScript.of("source", "a", CaptureSource.QEMU_LOG).set(DeviceState.PRE_COPY);
        TraceScript dst =
                TraceScript.of("destination", "b", CaptureSource.QEMU_LOG).set(DeviceState.RESUMING);
        try (JoinedEvents joined = JoinedEvents.of(List.of(src.events(), dst.events()))) {
            List<MigrationEvent> events = read(joined, 0);
            assertEquals(8, events.size());
            assertEquals(
                    List.of(0, 1),
                    events.stream()
                            .filter(DeviceStateSet.class::isInstance)
                            .map(e -> e.header().device())
                            .toList());
        }
    }

    @Test
    void aNumberTooLargeToJoinIsOneClearLine() throws EventSourceException {
        TraceScript huge = TraceScript.of("source", "a", CaptureSource.QEMU_LOG).device(Integer.MAX_VALUE, "b");
        try (JoinedEvents joined = JoinedEvents.of(List.of(huge.events(), huge.events()))) {
            EventSourceException e = assertThrows(EventSourceException.class, () -> read(joined, 0));
            assertEquals("number 2147483647 is too large to join 2 traces", e.getMessage());
        }
    }
}
