package dev.vfr.model.analysis.rule.vmm;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.EFAULT;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.EINVAL;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.EIO;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.ENOMEM;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.ENOMSG;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.MS;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.destination;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.failed;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.failing;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.loading;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.refused;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.refusing;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.sending;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.sent;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.sentOf;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.source;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.taken;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;

/// What the rules on VMMs find, and what looks alike.
public final class VmmCases {

    private static final String BROKEN_PIPE = "Unable to write to socket: Broken pipe";
    private static final String CUT = "check_section_footer: Read section footer failed: -5";
    private static final String LOAD_FAILED = "load of migration failed: Invalid argument";
    private static final String VIOMMU = "Migration is currently not supported with vIOMMU enabled";
    private static final String NO_PACKET = "0000:81:00.2: got device state packet but not doing multifd transfer";

    private VmmCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        cases.addAll(postcopy());
        cases.addAll(ends());
        cases.addAll(lostPeers());
        cases.addAll(loads());
        cases.addAll(streams());
        cases.addAll(failedStops());
        cases.addAll(setups());
        return cases;
    }

    /// Guests and operators that keep a migration from its end.
    private static List<RuleCase> setups() {
        return List.of(
                guilty(
                        "unplug-not-acknowledged",
                        "the guest does not release the failover primary, and the migration is cancelled",
                        source().status("setup")
                                .status("wait-unplug")
                                .status("cancelled")
                                .closed()),
                innocent(
                        "unplug-not-acknowledged",
                        "the guest releases the failover primary before the migration is cancelled",
                        source().status("setup")
                                .status("wait-unplug")
                                .status("active")
                                .status("cancelled")
                                .closed()),
                guilty(
                        "capability-set-at-one-side",
                        "multifd is on at the destination only",
                        source().capabilities("events")
                                .status("setup")
                                .status("active")
                                .status("failed")
                                .closed(),
                        destination()
                                .capabilities("events", "multifd")
                                .status("setup")
                                .set(RESUMING)
                                .status("failed")
                                .closed()),
                guilty(
                        "capability-set-at-one-side",
                        "multifd is on at the destination, and the source's QMP sets nothing from its start on",
                        source().command("qmp_capabilities")
                                .status("setup")
                                .status("active")
                                .status("cancelled")
                                .closed(),
                        destination().capabilities("multifd").status("setup").closed()),
                innocent(
                        "capability-set-at-one-side",
                        "multifd is on at the destination, and what the source's QMP set before its trace is unknown",
                        source().command("migrate")
                                .status("setup")
                                .status("active")
                                .status("cancelled")
                                .closed(),
                        destination().capabilities("multifd").status("setup").closed()),
                innocent(
                        "capability-set-at-one-side",
                        "multifd is on at both sides of a migration that failed",
                        source().capabilities("multifd")
                                .status("setup")
                                .status("active")
                                .status("failed")
                                .closed(),
                        destination()
                                .capabilities("multifd")
                                .status("setup")
                                .set(RESUMING)
                                .status("failed")
                                .closed()),
                guilty(
                        "guest-memory-not-sent",
                        "the guest dirties more than is sent, and the migration is cancelled",
                        source().status("setup")
                                .status("active")
                                .progress(1L << 30, 800_000_000, 50_000)
                                .status("cancelled")
                                .closed()),
                innocent(
                        "guest-memory-not-sent",
                        "a migration is cancelled that needed 11 s more",
                        source().status("setup")
                                .status("active")
                                .progress(1L << 30, 800_000_000, 100)
                                .status("cancelled")
                                .closed()),
                guilty(
                        "devices-do-not-fit",
                        "pass after pass begins though guest memory was sent, and the migration is cancelled",
                        source().status("setup")
                                .status("active")
                                .pass(4, 1L << 30)
                                .pass(900, 4096)
                                .pass(1_500, 0)
                                .status("cancelled")
                                .closed()),
                innocent(
                        "devices-do-not-fit",
                        "guest memory remains between the passes",
                        source().status("setup")
                                .status("active")
                                .pass(4, 4096)
                                .pass(900, 1L << 30)
                                .pass(901, 4096)
                                .status("cancelled")
                                .closed()),
                innocent(
                        "devices-do-not-fit",
                        "the migration completes",
                        source().status("setup")
                                .status("active")
                                .pass(4, 4096)
                                .pass(900, 4096)
                                .status("completed")
                                .closed()));
    }

    private static List<RuleCase> postcopy() {
        return List.of(
                guilty(
                        "postcopy-with-vfio",
                        "guest memory could not be mapped after postcopy began",
                        sending().status("postcopy-active").status("failed").closed(),
                        failed("VFIO_MAP_DMA failed: Bad address")),
                innocent(
                        "postcopy-with-vfio",
                        "guest memory could not be mapped, and postcopy had not begun",
                        failing(BROKEN_PIPE),
                        failed("VFIO_MAP_DMA failed: Bad address")));
    }

    private static List<RuleCase> failedStops() {
        String rule = "completed-despite-failed-stop";
        return List.of(
                guilty(rule, "PRE_COPY_P2P is refused", stopRefused(PRE_COPY_P2P, true, "completed")),
                guilty(rule, "STOP_COPY is refused", stopRefused(STOP_COPY, true, "completed")),
                innocent(rule, "the migration fails", stopRefused(STOP_COPY, true, "failed")),
                innocent(rule, "the device is not reset", stopRefused(STOP_COPY, false, "completed")),
                innocent(rule, "the way back is refused", stopRefused(RUNNING, true, "completed")),
                innocent(
                        rule,
                        "the device is reset and nothing was refused",
                        sending().reset().status("completed").closed()));
    }

    private static TraceScript stopRefused(DeviceState asked, boolean reset, String status) {
        TraceScript t = sending().at(100 * MS).refused(asked, EIO);
        if (reset) {
            t.reset();
        }
        return t.status(status).closed();
    }

    private static List<RuleCase> ends() {
        TraceScript cancelled = sending().status("cancelled").set(RUNNING).closed();
        return List.of(
                guilty("migration-failed", "a VMM says so", failing("no reason")),
                guilty("migration-failed", "the destination says so", sending().closed(), failed("no reason")),
                guilty("migration-failed", "both say so", failing("no reason"), failed("another")),
                innocent("migration-failed", "a VMM says that it was cancelled", cancelled),
                innocent("migration-failed", "a VMM refused to begin", refusing(VIOMMU)),
                guilty("migration-blocked", "a VMM refused to begin", refusing(VIOMMU)),
                innocent("migration-blocked", "a migration that was begun", failing("no reason")),
                guilty("migration-cancelled", "a VMM says so", cancelled),
                guilty("migration-cancelled", "the destination fails over it", cancelled, failed(CUT)),
                innocent("migration-cancelled", "a VMM says that it failed", failing("no reason")),
                guilty("migration-open", "no end", sending().closed()),
                innocent("migration-open", "a VMM refused to begin", refusing(VIOMMU)),
                innocent("migration-open", "an end", sent()),
                guilty("device-state-lost", "a device refused what it was given", sent(), refused(36)),
                guilty(
                        "device-state-lost",
                        "QEMU prints that the device refused to run, and reports completed",
                        sent(),
                        loading()
                                .status("completed")
                                .errorLine("mt0: Failed setting device state to RUNNING_P2P. Recover state is ERROR."
                                        + " Resetting device: Input/output error")
                                .closed()),
                innocent(
                        "device-state-lost",
                        "a device that was reset without need",
                        loading().reset().closed()),
                innocent("device-state-lost", "a device took what it was given", sent(), taken()),
                guilty(
                        "destination-never-ran",
                        "the load has no end",
                        sent(),
                        loading().closed()),
                innocent(
                        "destination-never-ran",
                        "a VM that stays stopped",
                        sent(),
                        loading().status("completed").closed()),
                innocent(
                        "destination-never-ran",
                        "the source has no end either",
                        sending().closed(),
                        loading().closed()));
    }

    private static List<RuleCase> lostPeers() {
        return List.of(
                guilty(
                        "source-vanished",
                        "nothing more at the source",
                        sending().closed(),
                        failed(CUT)),
                innocent("source-vanished", "the source gave up", failing("no reason"), failed(CUT)),
                innocent(
                        "source-vanished",
                        "neither has an end",
                        sending().closed(),
                        loading().closed()),
                guilty(
                        "destination-vanished",
                        "nothing more there",
                        failing(BROKEN_PIPE),
                        loading().closed()),
                innocent("destination-vanished", "it says why", failing(BROKEN_PIPE), failed("no memory left")),
                innocent("destination-vanished", "its trace was cut", failing(BROKEN_PIPE), loading()),
                innocent(
                        "destination-vanished",
                        "the source has a reason",
                        failing("no reason"),
                        loading().closed()),
                innocent(
                        "destination-vanished",
                        "a device failed at the source",
                        sending()
                                .readFailed(EIO)
                                .errorLine(BROKEN_PIPE)
                                .status("failed")
                                .closed(),
                        loading().closed()),
                guilty("connection-lost", "both lost it", failing(BROKEN_PIPE), lostStream()),
                innocent("connection-lost", "the destination has a reason", failing(BROKEN_PIPE), failed(LOAD_FAILED)),
                innocent("connection-lost", "the source has a reason", failing("no reason"), lostStream()),
                innocent(
                        "connection-lost",
                        "a device failed at the destination",
                        failing(BROKEN_PIPE),
                        loading()
                                .writeFailed(EIO)
                                .errorLine(CUT)
                                .status("failed")
                                .closed()),
                innocent("connection-lost", "no trace shows the destination", failing(BROKEN_PIPE)));
    }

    private static TraceScript lostStream() {
        return loading().errorLine(CUT).errorLine(LOAD_FAILED).status("failed").closed();
    }

    private static TraceScript refusingWrite(long takenBytes, int errno) {
        return destination()
                .status("setup")
                .set(RESUMING)
                .written(takenBytes)
                .writeFailed(errno)
                .status("failed")
                .closed();
    }

    private static List<RuleCase> loads() {
        return List.of(
                guilty("state-incompatible", "the first bytes with EFAULT", refusingWrite(0, EFAULT)),
                guilty("state-incompatible", "in the middle of the header", refusingWrite(4095, EINVAL)),
                innocent("state-incompatible", "after the header", refusingWrite(4096, EINVAL)),
                innocent("state-incompatible", "the first bytes with EIO", refusingWrite(0, EIO)),
                innocent(
                        "state-incompatible",
                        "and it went on all the same",
                        destination()
                                .status("setup")
                                .set(RESUMING)
                                .writeFailed(EFAULT)
                                .written(60)
                                .set(RUNNING)
                                .status("completed")
                                .closed()),
                guilty("destination-too-small", "no room after the first byte", refusingWrite(1, ENOMEM)),
                innocent("destination-too-small", "no memory at once", refusingWrite(0, ENOMEM)),
                innocent("destination-too-small", "another error later", refusingWrite(8192, EIO)),
                guilty("late-load-error", "everything arrived", sent(), refused(36)),
                innocent("late-load-error", "a byte is missing", sent(), refused(35)),
                innocent("late-load-error", "the device took it", sent(), taken()),
                innocent("late-load-error", "the source gave too little", sentOf(1000), refused(36)),
                innocent(
                        "late-load-error",
                        "the source had not said completed",
                        sending().closed(),
                        refused(0)),
                innocent(
                        "late-load-error",
                        "ENOMSG cut the image",
                        sending()
                                .set(STOP_COPY)
                                .read(36)
                                .readFailed(ENOMSG)
                                .status("completed")
                                .set(STOP)
                                .closed(),
                        refused(36)),
                guilty("stop-copy-ended-early", "60 of 1000 bytes", sentOf(1000), refused(36)),
                guilty(
                        "stop-copy-ended-early",
                        "nothing of 10 bytes",
                        sending()
                                .dataSize(10)
                                .set(STOP_COPY)
                                .read(0)
                                .status("completed")
                                .set(STOP)
                                .closed(),
                        refused(0)),
                innocent("stop-copy-ended-early", "60 of 66 bytes", sentOf(66), refused(36)),
                innocent("stop-copy-ended-early", "the destination took it", sentOf(1000), taken()),
                innocent("stop-copy-ended-early", "a part was lost on the way", sentOf(1000), refused(35)),
                innocent(
                        "stop-copy-ended-early",
                        "ENOMSG cut the image",
                        sending()
                                .dataSize(1000)
                                .set(STOP_COPY)
                                .readFailed(ENOMSG)
                                .status("completed")
                                .set(STOP)
                                .closed(),
                        refused(0)));
    }

    private static TraceScript logged(String label) {
        return TraceScript.of(label, "0000:81:00.2", CaptureSource.QEMU_LOG).at(10 * MS);
    }

    private static List<RuleCase> streams() {
        TraceScript throughChannels = logged("source")
                .status("setup")
                .set(PRE_COPY)
                .set(STOP_COPY)
                .step("vfio_save_complete_precopy_thread_start")
                .status("completed")
                .set(STOP)
                .closed();
        return List.of(
                guilty("multifd-transfer-differs", "the destination says so", failing(BROKEN_PIPE), failed(NO_PACKET)),
                innocent("multifd-transfer-differs", "another message", failing(BROKEN_PIPE), failed("no memory left")),
                guilty(
                        "multifd-transfer-differs",
                        "the destination never loads from the channels",
                        throughChannels,
                        logged("destination").status("active").set(RESUMING).closed()),
                innocent(
                        "multifd-transfer-differs",
                        "it loads from them and is not done",
                        throughChannels,
                        logged("destination")
                                .status("active")
                                .set(RESUMING)
                                .step("vfio_load_bufs_thread_start")
                                .closed()),
                innocent(
                        "multifd-transfer-differs",
                        "neither uses channels",
                        sent(),
                        logged("destination").status("active").set(RESUMING).closed()));
    }
}
