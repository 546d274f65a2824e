package dev.vfr.model.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TraceClockTest {

    private static TraceScript trace() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER);
    }

    private static long lastNs(TraceScript script) throws EventSourceException {
        return TraceClock.of(script.events())
                .startNs(script.events().toList().getLast().header());
    }

    @Test
    void oneClockCountsFromItsFirstTime() throws EventSourceException {
        TraceScript script =
                trace().at(1000).set(DeviceState.PRE_COPY).at(1500, 20).set(DeviceState.STOP_COPY);
        TraceClock clock = TraceClock.of(script.events());
        EventHeader last = script.events().toList().getLast().header();
        assertEquals(500, clock.startNs(last));
        assertEquals(520, clock.endNs(last));
        assertEquals(OptionalLong.of(520), clock.durationNs());
        assertEquals(OptionalLong.empty(), clock.startRealtimeNs());
    }

    @Test
    void anAnchorBeforeTheFirstEventIsTheStart() throws EventSourceException {
        TraceScript script = trace().anchor(0, 400, 9_000).at(1000).set(DeviceState.PRE_COPY);
        assertEquals(600, lastNs(script));
        assertEquals(OptionalLong.of(9_000), TraceClock.of(script.events()).startRealtimeNs());
    }

    @Test
    void unknownStaysUnknown() throws EventSourceException {
        assertEquals(EventHeader.UNKNOWN_NS, lastNs(trace().set(DeviceState.PRE_COPY)));
        assertEquals(
                OptionalLong.empty(),
                TraceClock.of(trace().set(DeviceState.PRE_COPY).events()).durationNs());
    }

    @Test
    void severalClocksAreAlignedByTheirAnchors() throws EventSourceException {
        TraceScript script = trace().anchor(0, 0, 1_000_000)
                .at(10)
                .set(DeviceState.PRE_COPY)
                .at(5_000)
                .process(1, "destination", 1)
                .anchor(1, 5_000, 1_000_100);
        script.at(5_050).set(DeviceState.RESUMING);
        assertEquals(150, lastNs(script));
    }

    @Test
    void aLaterAnchorBendsNoDuration() throws EventSourceException {
        TraceScript script =
                trace().anchor(0, 0, 1_000_000).at(10).set(DeviceState.PRE_COPY).anchor(0, 20, 9_000_000);
        script.at(40).set(DeviceState.STOP_COPY);
        assertEquals(40, lastNs(script));
    }

    @Test
    void aClockWithoutAnchorAmongSeveralHasNoPlaceOnTheAxis() throws EventSourceException {
        TraceScript script = trace().anchor(0, 0, 1_000_000).process(1, "destination", 1);
        script.at(5_050).set(DeviceState.RESUMING);
        assertEquals(EventHeader.UNKNOWN_NS, lastNs(script));
    }
}
