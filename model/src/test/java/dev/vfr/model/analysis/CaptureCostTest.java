package dev.vfr.model.analysis;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What recording may have added to a downtime is told from what was measured, and from nothing else.
class CaptureCostTest {

    private static final long MS = 1_000_000;
    private static final long MIB = 1 << 20;
    private static final long CALL_NS = 100;
    private static final long DIGEST_NS_PER_MIB = 50_000;

    private static TraceScript traced(String label) {
        return TraceScript.of(label, "mt0", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7);
    }

    /// Two calls and 8 MiB before the device stops, three calls and 2 MiB after.
    private static TraceScript sent(TraceScript source) {
        return source.at(20 * MS, 1000)
                .set(PRE_COPY)
                .read(8 * MIB)
                .at(100 * MS, 1000)
                .set(STOP_COPY)
                .at(110 * MS, 1000)
                .read(2 * MIB)
                .at(111 * MS, 1000)
                .read(0)
                .at(112 * MS)
                .closed();
    }

    /// Two calls and 8 MiB before the source stops, two calls and 2 MiB after, and one when the device runs.
    private static TraceScript taken(TraceScript destination) {
        return destination
                .at(10 * MS, 1000)
                .set(RESUMING)
                .at(30 * MS, 1000)
                .written(8 * MIB)
                .at(120 * MS, 1000)
                .written(2 * MIB)
                .at(130 * MS, 1000)
                .set(RUNNING)
                .at(140 * MS, 1000)
                .got(RUNNING)
                .at(150 * MS)
                .closed();
    }

    private static OptionalLong costOf(TraceScript source, TraceScript destination) throws EventSourceException {
        Report report = Analysis.of(
                List.of(new TraceInput("src", source.events()), new TraceInput("dst", destination.events())));
        assertEquals(1, report.migrations().size());
        return report.migrations().getFirst().captureCostNs();
    }

    @Test
    void callsAndBytesOfTheDowntimeCountAndThoseBeforeAndAfterDoNot() throws EventSourceException {
        OptionalLong cost = costOf(
                sent(traced("source").captureCost(CALL_NS, DIGEST_NS_PER_MIB)),
                taken(traced("destination").captureCost(CALL_NS, DIGEST_NS_PER_MIB)));
        assertEquals(OptionalLong.of(3 * CALL_NS + 2 * DIGEST_NS_PER_MIB + 2 * CALL_NS + 2 * DIGEST_NS_PER_MIB), cost);
    }

    @Test
    void whereOneSideDidNotMeasureItTheCostIsUnknown() throws EventSourceException {
        assertEquals(
                OptionalLong.empty(),
                costOf(sent(traced("source").captureCost(CALL_NS, DIGEST_NS_PER_MIB)), taken(traced("destination"))));
    }
}
