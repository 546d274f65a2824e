package dev.vfr.model.analysis;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two traces of the interposer from one boot of one host share its clock, and no others do.
class SameBootTest {

    private static final long MS = 1_000_000;
    private static final long BOOT_NS = 1_700_000_000_000_000_000L;

    private static TraceScript sent(String host) {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .host(host)
                .anchor(0, 5 * MS, BOOT_NS + 5 * MS)
                .flags(7)
                .at(20 * MS, 1000)
                .set(PRE_COPY)
                .at(100 * MS, 1000)
                .set(STOP_COPY)
                .read(36)
                .closed();
    }

    private static TraceScript taken(CaptureSource source, String host, long bootNs) {
        return TraceScript.of("destination", "mt0", source)
                .host(host)
                .anchor(0, 8 * MS, bootNs + 8 * MS)
                .flags(7)
                .at(30 * MS, 1000)
                .set(RESUMING)
                .at(120 * MS, 1000)
                .written(36)
                .at(130 * MS, 1000)
                .set(RUNNING)
                .closed();
    }

    private static Report.MigrationSummary migration(TraceScript destination) throws EventSourceException {
        Report report = Analysis.of(
                List.of(new TraceInput("src", sent("a-host").events()), new TraceInput("dst", destination.events())));
        return report.migrations().getFirst();
    }

    @Test
    void oneBootHasOneClock() throws EventSourceException {
        Report.MigrationSummary migration = migration(taken(CaptureSource.INTERPOSER, "a-host", BOOT_NS + 300));
        assertEquals(Report.ClockBasis.SAME_HOST, migration.clockBasis().orElseThrow());
        assertEquals(new Interval(0, 0), migration.clockOffsetNs().orElseThrow());
        long downtimeNs = 30 * MS + 1000;
        assertEquals(
                new Interval(downtimeNs, downtimeNs), migration.downtimeNs().orElseThrow());
    }

    @Test
    void anotherHostAnotherBootAndAnotherWayOfCaptureHaveAnother() throws EventSourceException {
        assertNotSameHost(taken(CaptureSource.INTERPOSER, "b-host", BOOT_NS));
        assertNotSameHost(taken(CaptureSource.INTERPOSER, "a-host", BOOT_NS + 2 * MS));
        assertNotSameHost(taken(CaptureSource.QEMU_LOG, "a-host", BOOT_NS));
    }

    private static void assertNotSameHost(TraceScript destination) throws EventSourceException {
        assertNotEquals(
                Report.ClockBasis.SAME_HOST, migration(destination).clockBasis().orElseThrow());
    }
}
