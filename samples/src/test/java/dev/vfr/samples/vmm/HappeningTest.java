package dev.vfr.samples.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.DeviceCall;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.scenario.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What clients, guests and hosts do in the middle of a migration.
class HappeningTest {

    private static final VmmSettings QEMU = MigrationRun.qemu(VmmRelease.V10_0);
    private static final long MS = 1_000_000;

    private static MigrationRun run(VmmSettings settings) throws EventSourceException {
        return MigrationRun.of(settings, MigrationRun.healthy("net"));
    }

    @Test
    void aKilledSourceSaysNothingMoreAndTheDestinationFails() throws EventSourceException {
        MigrationRun run = run(QEMU.with(new Happening.KillSource(Moment.at(MigrationPhase.ACTIVE))));
        assertEquals(
                "active", run.source(MigrationStatusChanged.class).getLast().status());
        assertTrue(run.source(DataFdClosed.class).isEmpty());
        assertEquals(List.of("load of migration failed: Input/output error"), run.destinationErrors());
        assertEquals(Outcome.VM_LOST, run.truth().outcome());
    }

    @Test
    void aKilledDestinationMakesTheSourceFail() throws EventSourceException {
        MigrationRun run = run(QEMU.with(new Happening.KillDestination(Moment.at(MigrationPhase.ACTIVE))));
        assertTrue(run.destinationErrors().isEmpty());
        assertEquals(List.of("Unable to write to socket: Broken pipe"), run.sourceErrors());
        assertEquals(Outcome.FAILED, run.truth().outcome());
    }

    @Test
    void aLostConnectionMakesBothFail() throws EventSourceException {
        MigrationRun run = run(QEMU.with(new Happening.LoseConnection(Moment.at(MigrationPhase.DEVICE_STATE))));
        assertEquals(SourceVmm.End.FAILED, run.truth().sourceSays());
        assertTrue(run.destinationErrors().getLast().startsWith("load of migration failed"));
    }

    @Test
    void aGuestThatWasPausedBeforeHasNoPreCopy() throws EventSourceException {
        MigrationRun run = run(QEMU.withGuest(new Guest(Guest.State.PAUSED, true)));
        assertTrue(!run.sourceActions().contains("SET PRE_COPY"));
        assertTrue(
                String.join(", ", run.sourceActions())
                        .endsWith(
                                "active, vm finish-migrate, device, SET STOP_COPY, completed, vm postmigrate, SET STOP, CLOSE"));
        assertEquals(
                "vm inmigrate, setup, active, SET RESUMING, vm paused, completed, CLOSE",
                String.join(", ", run.destinationActions()));
        assertTrue(run.truth().downtimeNs().isEmpty());
    }

    @Test
    void aGuestThatNeverRanGoesFromPreCopyToStopCopyAndStaysInResumingUntilItGoesOn() throws EventSourceException {
        VmmSettings settings = QEMU.withGuest(new Guest(Guest.State.NEVER_STARTED, true))
                .with(new Happening.ContinueDestination(new Moment(MigrationPhase.COMPLETED, 500 * MS)));
        MigrationRun run = run(settings);
        assertEquals(
                "setup, LOG, SET PRE_COPY, active, vm finish-migrate, device, SET STOP_COPY, completed, vm postmigrate,"
                        + " SET STOP, CLOSE",
                String.join(", ", run.sourceActions()));
        assertEquals(
                "vm inmigrate, setup, active, SET RESUMING, vm prelaunch, completed, CLOSE, vm running, SET RUNNING_P2P,"
                        + " SET RUNNING",
                String.join(", ", run.destinationActions()));
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
    }

    @Test
    void pausingAndGoingOnInPreCopyEndsOutOfSync() throws EventSourceException {
        MigrationRun run = run(QEMU.with(new Happening.Pause(Moment.at(MigrationPhase.ACTIVE)))
                .with(new Happening.Continue(new Moment(MigrationPhase.ACTIVE, MS))));
        assertEquals(List.of("NAME: data_fd out of sync"), run.sourceErrors());
        assertEquals(Outcome.FAILED, run.truth().outcome());
    }

    @Test
    void aGuestsResetInPreCopyBreaksTheSession() throws EventSourceException {
        MigrationRun run = run(QEMU.with(new Happening.ResetGuest(Moment.after(10 * MS))));
        assertTrue(run.sourceActions().contains("RESET"));
        assertEquals(Outcome.FAILED, run.truth().outcome());
        assertTrue(
                run.sourceErrors().contains("Channel error: No such device")
                        || run.sourceErrors().contains("NAME: data_fd out of sync"),
                run.sourceErrors()::toString);
    }

    @Test
    void aDeviceThatCannotBeResetAbortsTheVmm() throws EventSourceException {
        Arc arc = new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);
        List<Fault> faults = List.of(
                new Fault.ArcFails(arc, Errno.EIO, DeviceState.ERROR, 1),
                new Fault.CallFails(DeviceCall.RESET, Errno.EINVAL, 0, 9));
        MigrationRun run = MigrationRun.of(QEMU, MigrationRun.faulty("net", faults, List.of()));
        assertEquals(
                "NAME: Failed resetting device, err: Invalid argument",
                run.sourceErrors().getLast());
        assertEquals("RESET EINVAL", run.sourceActions().getLast());
        assertEquals(SourceVmm.End.GONE, run.truth().sourceSays());
    }

    @Test
    void aFailedSetupRecoversToRunning() throws EventSourceException {
        Arc arc = new Arc(DeviceState.RUNNING, DeviceState.PRE_COPY);
        MigrationRun run = MigrationRun.of(
                MigrationRun.qemu(VmmRelease.V9_0),
                MigrationRun.faulty(
                        "net", List.of(new Fault.ArcFails(arc, Errno.EBUSY, DeviceState.RUNNING, 1)), List.of()));
        List<String> actions = run.sourceActions();
        int failed = actions.indexOf("SET PRE_COPY EBUSY");
        assertEquals("SET RUNNING", actions.get(failed + 1));
        assertEquals(
                List.of("NAME: Failed setting device state to PRE_COPY, err: Device or resource busy. Setting device in"
                        + " recover state RUNNING"),
                run.sourceErrors());
    }
}
