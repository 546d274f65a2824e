package dev.vfr.model.analysis.estimate;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.WhatIf;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Holds histories, convergence and predictions to figures that can be reckoned by hand.
class EstimatesTest {

    private static final long MIB = 1 << 20;
    private static final long MS = 1_000_000;

    @Test
    void anEstimateIsComparedWithWhatWasReadUntilTheNext() throws EventSourceException {
        MigrationEstimates estimates = of(source().dataSize(5 * MIB)
                .precopyInfo(4 * MIB, 0, 0)
                .read(3 * MIB)
                .precopyInfo(0, 2 * MIB, 0)
                .status("completed")
                .set(STOP_COPY)
                .read(6 * MIB)
                .set(STOP)
                .closed());
        EstimateHistory history = estimates.history().getFirst();
        assertEquals(3, history.driver().size());
        assertEquals(OptionalLong.of(MIB), history.driver().get(0).stopCopyError());
        assertEquals(OptionalLong.of(-MIB), history.driver().get(1).preCopyError());
        assertEquals(OptionalLong.empty(), history.driver().get(2).preCopyError());
        assertEquals(3 * MIB, history.driver().get(2).readBytes());
        assertEquals(OptionalLong.of(3 * MIB), history.preCopyBytes());
        assertEquals(OptionalLong.of(6 * MIB), history.stopCopyBytes());
        assertEquals(OptionalLong.of(-4 * MIB), history.sumError());
    }

    @Test
    void whatIsNotShownIsNotCompared() throws EventSourceException {
        EstimateHistory history = of(source().dataSize(5 * MIB)
                        .status("completed")
                        .set(STOP_COPY)
                        .readUnsized()
                        .set(STOP)
                        .closed())
                .history()
                .getFirst();
        assertEquals(OptionalLong.empty(), history.stopCopyBytes());
        assertEquals(OptionalLong.empty(), history.driver().getFirst().stopCopyError());
    }

    @Test
    void manyQueriesAreThinnedAndKeepTheirExtremes() throws EventSourceException {
        TraceScript script = source();
        for (int i = 0; i < 10_000; i++) {
            script.at(i).precopyInfo(0, i == 7_777 ? 1_000_000 : 500, 0);
        }
        EstimateHistory history = of(script.closed()).history().getFirst();
        assertTrue(history.driver().size() < 600, () -> "" + history.driver().size());
        assertEquals(10_000, history.driver().size() + history.driverLeftOut());
        assertEquals(OptionalLong.of(0), history.driver().getFirst().atNs());
        assertEquals(OptionalLong.of(9_999), history.driver().getLast().atNs());
        assertTrue(
                history.driver().stream().anyMatch(sample -> sample.dirtyBytes().equals(OptionalLong.of(1_000_000))));
    }

    @Test
    void ratesAreOfTheLastHalf() throws EventSourceException {
        TraceScript script = source();
        long[] left = {64, 50, 40, 40, 40};
        for (int i = 0; i < left.length; i++) {
            script.at(i * (1000 * MS)).precopyInfo(0, left[i] * MIB, 0).read(10 * MIB);
        }
        Convergence convergence = of(script.set(RUNNING).status("cancelled").closed())
                .convergence()
                .getFirst();
        assertEquals(Convergence.Trend.NEVER, convergence.trend());
        assertEquals(OptionalLong.of(10 * MIB), convergence.readBytesPerSecond());
        assertEquals(OptionalLong.of(10 * MIB), convergence.dirtyBytesPerSecond());
        assertEquals(OptionalLong.of(40 * MIB), convergence.leftBytes());
        assertEquals(OptionalLong.of(2000 * MS), convergence.sinceNs());
    }

    @Test
    void anEarlierSwitchoverIsPredictedByWhatWasLeft() throws EventSourceException {
        WhatIf whatIf = migration(30 * MIB).whatIf();
        assertEquals("", whatIf.silence());
        // STOP_COPY streamed 10 MiB in 100 ms; at the first answer there were 30 MiB left.
        WhatIf.Moment first = whatIf.moments().getFirst();
        WhatIf.Moment last = whatIf.moments().getLast();
        assertEquals(30 * MIB, first.leftBytes());
        assertEquals(10 * MIB, last.leftBytes());
        assertEquals(200 * MS, first.downtimeNs() - last.downtimeNs());
        assertEquals(last.downtimeNs(), whatIf.best().orElseThrow().downtimeNs());
    }

    @Test
    void guestMemoryGoesOverToo() throws EventSourceException {
        WhatIf whatIf = migration(30 * MIB, 100 * MIB, 4 * MIB).whatIf();
        WhatIf.Moment first = whatIf.moments().getFirst();
        WhatIf.Moment last = whatIf.moments().getLast();
        // In 900 ms 4 MiB got dirty, so in 1 ms 4.55 KiB did, and in the 100 ms after the last look 455 KiB.
        assertEquals(100 * MIB, first.guestMemoryBytes());
        assertEquals(4.444 * MIB, (double) last.guestMemoryBytes(), 0.01 * MIB);
        // 100 MiB and 20 MiB of the device went over in 899 ms, faster than the device's data in STOP_COPY.
        double perMib = 899.0 / 120;
        double more = 200 + (100 - 4.444) * perMib;
        assertEquals(more * MS, (double) (first.downtimeNs() - last.downtimeNs()), 5 * MS);
        assertTrue(first.downtimeBounds().min() < first.downtimeNs(), first::toString);
        assertTrue(first.downtimeBounds().max() > first.downtimeNs(), first::toString);
    }

    @Test
    void withoutTheSumsOfTheVmmNothingIsPredicted() throws EventSourceException {
        WhatIf whatIf = migration(30 * MIB, -1, 0).whatIf();
        assertTrue(whatIf.moments().isEmpty());
        assertTrue(whatIf.silence().contains("guest memory"), whatIf::silence);
    }

    @Test
    void aDriverThatWasWrongInTheEndPredictsNothing() throws EventSourceException {
        WhatIf whatIf = migration(300 * MIB).whatIf();
        assertTrue(whatIf.moments().isEmpty());
        assertNotEquals("", whatIf.silence());
    }

    @Test
    void withoutTheEndNothingIsPredicted() throws EventSourceException {
        WhatIf whatIf = of(source().dataSize(MIB)
                        .set(RUNNING)
                        .status("cancelled")
                        .closed())
                .whatIf();
        assertTrue(whatIf.moments().isEmpty());
        assertNotEquals("", whatIf.silence());
    }

    /// Without guest memory.
    private static MigrationEstimates migration(long told) throws EventSourceException {
        return migration(told, 0, 0);
    }

    /// Both sides on one clock: 20 MiB are read in pre-copy, 10 MiB in STOP_COPY, in 100 ms.
    ///
    /// @param memory bytes of guest memory at the begin; the VMM tells no sums where negative
    /// @param dirtied bytes of it that were dirty after 900 ms, when all else had been sent
    private static MigrationEstimates migration(long told, long memory, long dirtied) throws EventSourceException {
        TraceScript script = TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .at(0)
                .status("setup")
                .at(MS, 0)
                .set(PRE_COPY)
                .dataSize(told);
        pending(script, 0, memory);
        script.at(500 * MS, MS).read(20 * MIB).at(900 * MS, 0);
        pending(script, 0, Math.min(memory, 0));
        pending(script, 1, memory < 0 ? memory : dirtied);
        return of(script.at(1000 * MS, MS)
                .status("completed")
                .set(STOP_COPY)
                .at(1010 * MS, 0)
                .read(5 * MIB)
                .at(1110 * MS, 0)
                .read(5 * MIB)
                .at(1120 * MS, MS)
                .set(STOP)
                .process(1, "destination", 0)
                .device(1, "mt1")
                .at(2 * MS, 0)
                .set(RESUMING)
                .at(1115 * MS, 0)
                .written(30 * MIB)
                .at(1130 * MS, MS)
                .set(RUNNING)
                .closed());
    }

    private static void pending(TraceScript script, int exact, long bytes) {
        if (bytes >= 0) {
            String text = "exact=" + exact + ", final=0, precopy=" + bytes + ", stopcopy=0, postcopy=0, total=" + bytes;
            script.add(new VmmStepSeen(script.ofProcess(), "qemu_savevm_query_pending", text));
        }
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .at(0)
                .status("setup")
                .set(PRE_COPY);
    }

    private static MigrationEstimates of(TraceScript script) throws EventSourceException {
        return Analysis.of(List.of(new TraceInput("t", script.events())))
                .migrations()
                .getFirst()
                .estimates();
    }
}
