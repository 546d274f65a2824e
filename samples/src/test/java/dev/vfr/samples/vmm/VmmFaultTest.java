package dev.vfr.samples.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.DeviceCall;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.scenario.DevicePair;
import dev.vfr.samples.scenario.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each fault of a VMM is seen in the trace.
class VmmFaultTest {

    private static final VmmSettings QEMU = MigrationRun.qemu(VmmRelease.V10_0);

    private static DevicePair failsIntoStopCopy(DeviceState leftIn) {
        Arc arc = new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);
        return MigrationRun.faulty("net", List.of(new Fault.ArcFails(arc, Errno.EIO, leftIn, 1)), List.of());
    }

    @Test
    void aRecoveryWithoutResetAsksAnErrorDeviceForStop() throws EventSourceException {
        MigrationRun run =
                MigrationRun.of(QEMU.with(new VmmFault.RecoversWithoutReset()), failsIntoStopCopy(DeviceState.ERROR));
        List<String> actions = run.sourceActions();
        int failed = actions.indexOf("SET STOP_COPY EIO");
        assertEquals("SET STOP EINVAL", actions.get(failed + 1));
        assertTrue(run.source(DeviceReset.class).isEmpty());
    }

    @Test
    void anEstimateIsAskedForInStopCopy() throws EventSourceException {
        MigrationRun run =
                MigrationRun.of(QEMU.with(new VmmFault.QueriesPrecopyInfoInStopCopy()), MigrationRun.healthy("net"));
        assertEquals(
                Errno.EINVAL.number(),
                run.source(PrecopyInfoQueried.class).getLast().result().code());
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
    }

    @Test
    void twoDataFdsAreOpenAtOnce() throws EventSourceException {
        MigrationRun run = MigrationRun.of(QEMU.with(new VmmFault.KeepsTwoDataFds()), MigrationRun.healthy("net"));
        List<DeviceStateSet> opened = run.source(DeviceStateSet.class).stream()
                .filter(set -> set.dataFd().isPresent())
                .toList();
        assertEquals(2, opened.size());
        long secondSeq = opened.getLast().header().seq();
        assertTrue(run.source(DataFdClosed.class).stream()
                .allMatch(closed -> closed.header().seq() > secondSeq));
    }

    @Test
    void aStaleDataFdIsRead() throws EventSourceException {
        Arc arc = new Arc(DeviceState.STOP, DeviceState.STOP_COPY);
        DevicePair pair =
                MigrationRun.faulty("net", List.of(new Fault.ArcFails(arc, Errno.EIO, DeviceState.STOP, 9)), List.of());
        MigrationRun run = MigrationRun.of(
                QEMU.with(new VmmFault.ReadsStaleDataFd())
                        .with(new Happening.Pause(Moment.at(MigrationPhase.ACTIVE)))
                        .with(new Happening.Continue(Moment.at(MigrationPhase.ACTIVE))),
                pair);
        DataRead last = run.source(DataRead.class).getLast();
        assertEquals(Errno.ENODEV.number(), last.result().code());
    }

    @Test
    void dirtyPagesAreAskedForBeforeLoggingStarts() throws EventSourceException {
        MigrationRun run = MigrationRun.of(QEMU.with(new VmmFault.ReportsBeforeStart()), MigrationRun.healthy("net"));
        DirtyPagesReported first = run.source(DirtyPagesReported.class).getFirst();
        assertEquals(Errno.EINVAL.number(), first.result().code());
        assertTrue(first.header().seq()
                < run.source(DmaLoggingStarted.class).getFirst().header().seq());
    }

    @Test
    void aFailedReportEndsTheMigrationUnlessTheVmmIgnoresIt() throws EventSourceException {
        DevicePair pair = MigrationRun.faulty(
                "net", List.of(new Fault.CallFails(DeviceCall.DMA_LOGGING_REPORT, Errno.EIO, 1, 1)), List.of());
        assertEquals(Outcome.FAILED, MigrationRun.of(QEMU, pair).truth().outcome());
        MigrationRun ignored = MigrationRun.of(QEMU.with(new VmmFault.IgnoresFailedReports()), pair);
        assertEquals(Outcome.COMPLETED, ignored.truth().outcome());
        assertTrue(ignored.source(DirtyPagesReported.class).stream()
                .anyMatch(report -> report.result().isFailed()));
    }

    @Test
    void aDestinationThatFailsAtVmStartLosesTheVm() throws EventSourceException {
        VmmSettings settings = QEMU.with(new VmmFault.FailsAtVmStart("vfio: failed to set up MSI-X"));
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"));
        assertEquals(Outcome.VM_LOST, run.truth().outcome());
        assertEquals(SourceVmm.End.COMPLETED, run.truth().sourceSays());
        assertEquals(List.of("vfio: failed to set up MSI-X"), run.destinationErrors());
        MigrationRun heard = MigrationRun.of(
                settings.withCapabilities(new Capabilities(true, false, false, false, false)),
                MigrationRun.healthy("net"));
        assertEquals(Outcome.FAILED, heard.truth().outcome());
    }

    @Test
    void everyStateIsAskedForTwice() throws EventSourceException {
        MigrationRun run = MigrationRun.of(QEMU.with(new VmmFault.SetsEveryStateTwice()), MigrationRun.healthy("net"));
        List<String> sets = run.sourceActions().stream()
                .filter(action -> action.startsWith("SET"))
                .toList();
        for (int i = 0; i < sets.size(); i += 2) {
            assertEquals(sets.get(i), sets.get(i + 1));
        }
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
    }

    @Test
    void preCopyIsAskedForInStopCopy() throws EventSourceException {
        MigrationRun run =
                MigrationRun.of(QEMU.with(new VmmFault.AsksPreCopyFromStopCopy()), MigrationRun.healthy("net"));
        assertTrue(run.sourceActions().contains("SET PRE_COPY EINVAL"));
    }
}
