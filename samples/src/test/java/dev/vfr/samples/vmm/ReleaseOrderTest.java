package dev.vfr.samples.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.scenario.DevicePair;
import dev.vfr.samples.scenario.SimulationResult;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The order of a VMM's actions by its release. Those of 10.0 and 11.1 are what real ones did with the sample
/// driver mtty, whose flags are all three; the others follow from the releases' sources.
class ReleaseOrderTest {

    private static final String BOOT_OLD = "vm running, SET RUNNING, ";
    private static final String BOOT = "vm running, SET RUNNING_P2P, SET RUNNING, ";

    private static String joined(List<String> actions) {
        return String.join(", ", actions);
    }

    @ParameterizedTest
    @EnumSource
    void aMigrationThatGoesWell(VmmRelease release) throws EventSourceException {
        MigrationRun run = MigrationRun.of(MigrationRun.qemu(release), MigrationRun.healthy("net"));
        String expected = switch (release) {
            case V8_0 ->
                BOOT_OLD + "setup, LOG, active, vm finish-migrate, SET STOP, SET STOP_COPY, SET STOP,"
                        + " completed, vm postmigrate, CLOSE";
            case V8_1 ->
                BOOT_OLD + "setup, LOG, SET PRE_COPY, active, vm finish-migrate, SET STOP_COPY, SET STOP_COPY,"
                        + " SET STOP, completed, vm postmigrate, CLOSE";
            case V8_2, V9_0 ->
                BOOT + "setup, LOG, SET PRE_COPY, active, vm finish-migrate, SET PRE_COPY_P2P, SET STOP_COPY,"
                        + " SET STOP_COPY, completed, vm postmigrate, SET STOP, CLOSE";
            case V9_1, V9_2 ->
                BOOT + "setup, LOG, SET PRE_COPY, active, vm finish-migrate, SET PRE_COPY_P2P, SET STOP_COPY,"
                        + " completed, vm postmigrate, SET STOP, CLOSE";
            case V10_0, V10_1, V10_2, V11_0, V11_1 ->
                BOOT + "setup, LOG, SET PRE_COPY, active, vm finish-migrate, SET PRE_COPY_P2P, SET STOP_COPY,"
                        + " device, completed, vm postmigrate, SET STOP, CLOSE";
        };
        assertEquals(expected, joined(run.sourceActions()));
        String loaded = release.has(Change.P2P_ROUND)
                ? "vm running, SET RUNNING_P2P, SET RUNNING, completed, CLOSE"
                : "vm running, SET RUNNING, completed, CLOSE";
        assertEquals("vm inmigrate, setup, active, SET RESUMING, " + loaded, joined(run.destinationActions()));
        assertEquals(SourceVmm.End.COMPLETED, run.truth().sourceSays());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.2 | cancelling, UNLOG, CLOSE, cancelled, SET RUNNING",
                "11.0 | cancelling, SET RUNNING, UNLOG, CLOSE, cancelled",
                "11.1 | cancelling, SET RUNNING, UNLOG, CLOSE, cancelled"
            })
    void aCancelInPreCopy(String release, String expected) throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(VmmRelease.ofVersion(release))
                .with(new Happening.Cancel(Moment.at(MigrationPhase.ACTIVE)));
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"));
        assertEquals(BOOT + "setup, LOG, SET PRE_COPY, active, " + expected, joined(run.sourceActions()));
        assertEquals("vm inmigrate, setup, active, SET RESUMING, failed, CLOSE", joined(run.destinationActions()));
        assertEquals(SourceVmm.End.CANCELLED, run.truth().sourceSays());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9.0  | vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, SET STOP, CLOSE, cancelled, SET RUNNING",
                "10.2 | vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE, cancelled",
                "11.0 | SET RUNNING, vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE, cancelled"
            })
    void aCancelWhenTheGuestHasStopped(String release, String expected) throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(VmmRelease.ofVersion(release))
                .with(new Happening.Cancel(Moment.at(MigrationPhase.VM_STOPPED)));
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"));
        List<String> actions = run.sourceActions();
        assertEquals(
                // The device is RUNNING already: up to 9.0 it is asked all the same.
                expected.replace("SET STOP, ", ""),
                joined(actions.subList(actions.indexOf("cancelling") + 1, actions.size())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0 | RESET, device, failed, vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE",
                "11.1 | RESET, device, failing, vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE, failed"
            })
    void aDeviceThatDoesNotGetIntoStopCopy(String release, String expected) throws EventSourceException {
        Arc arc = new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);
        DevicePair pair = MigrationRun.faulty(
                "net", List.of(new Fault.ArcFails(arc, Errno.EIO, DeviceState.PRE_COPY_P2P, 1)), List.of());
        MigrationRun run = MigrationRun.of(MigrationRun.qemu(VmmRelease.ofVersion(release)), pair);
        assertEquals(
                BOOT + "setup, LOG, SET PRE_COPY, active, vm finish-migrate, SET PRE_COPY_P2P, SET STOP_COPY EIO, "
                        + expected,
                joined(run.sourceActions()));
        assertEquals(
                List.of("NAME: Failed setting device state to STOP_COPY. Recover state is ERROR. Resetting device:"
                        + " Input/output error"),
                run.sourceErrors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0 | failed, vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE",
                "11.1 | failing, SET RUNNING, vm running, SET RUNNING_P2P, SET RUNNING, UNLOG, CLOSE, failed"
            })
    void aReadThatFailsInStopCopy(String release, String expected) throws EventSourceException {
        long initial = MigrationRun.healthy("nvme").source().sizes().initialBytes();
        DevicePair pair = MigrationRun.faulty("nvme", List.of(new Fault.ReadFails(initial, Errno.EIO)), List.of());
        MigrationRun run = MigrationRun.of(MigrationRun.qemu(VmmRelease.ofVersion(release)), pair);
        List<String> actions = run.sourceActions();
        assertEquals(expected, joined(actions.subList(actions.indexOf("SET STOP_COPY") + 1, actions.size())));
        assertEquals(
                List.of(
                        "failed to save SaveStateEntry with id(name): 38(0000:00:02.0/vfio): -5",
                        "Channel error: Input/output error"),
                run.sourceErrors());
    }

    @ParameterizedTest
    @EnumSource(
            value = VmmRelease.class,
            names = {"V8_2", "V10_0", "V11_1"})
    void twoDevicesStopInTheReverseOrder(VmmRelease release) throws EventSourceException {
        MigrationRun run =
                MigrationRun.of(MigrationRun.qemu(release), MigrationRun.healthy("net"), MigrationRun.healthy("net"));
        List<String> sets = run.source(dev.vfr.model.event.DeviceEvent.DeviceStateSet.class).stream()
                .map(set -> set.header().device() + " " + set.requested().orElseThrow())
                .toList();
        SimulationResult truth = run.truth();
        assertEquals(SourceVmm.End.COMPLETED, truth.sourceSays());
        int at = sets.indexOf("1 PRE_COPY_P2P");
        assertEquals(
                List.of("1 PRE_COPY_P2P", "0 PRE_COPY_P2P", "1 STOP_COPY", "0 STOP_COPY"), sets.subList(at, at + 4));
        assertEquals(
                List.of("0 RUNNING_P2P", "1 RUNNING_P2P", "0 RUNNING", "1 RUNNING", "0 PRE_COPY", "1 PRE_COPY"),
                sets.subList(0, 6));
    }
}
