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
    private static final String SAVE_FAILED = "failed to save SaveStateEntry with id(name): 38(0000:00:02.0/vfio): -5";
    private static final String VIOMMU = "Migration is currently not supported with vIOMMU enabled";
    private static final String NO_PACKET = "0000:81:00.2: got device state packet but not doing multifd transfer";

    private VmmCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        refusals(cases);
        cases.addAll(ends());
        cases.addAll(lostPeers());
        cases.addAll(loads());
        cases.addAll(streams());
        cases.addAll(limits());
        cases.addAll(failedStops());
        return cases;
    }

    private static void refusals(List<RuleCase> cases) {
        refusal(cases, "migration-not-supported", "0000:01:00.1: VFIO migration is not supported in kernel");
        refusal(
                cases,
                "migration-not-supported",
                "0000:01:00.1: VFIO migration init failed: migration is not supported in kernel: Inappropriate ioctl");
        refusal(cases, "migration-not-supported", "0000:01:00.1: VFIO device doesn't support migration");
        refusal(cases, "no-dirty-tracking", "0000:01:00.1: VFIO device doesn't support device dirty tracking");
        refusal(
                cases,
                "no-dirty-tracking",
                "0000:01:00.1: VFIO device doesn't support device and IOMMU dirty tracking");
        refusal(cases, "viommu-blocks", VIOMMU);
        refusal(
                cases,
                "large-memory-blocks",
                "Migration is currently not supported with large memory VM due to dirty tracking limitation in backend");
        refusal(cases, "background-snapshot-blocks", "VFIO migration is not supported with background snapshot");
        refusal(cases, "postcopy-with-vfio", "VFIO migration is not supported with postcopy migration");
        refusal(
                cases,
                "devices-without-p2p",
                "Multiple VFIO devices migration is supported only if all of them support P2P migration");
        cases.add(guilty("migration-refused", "a blocker that nobody knows", refusing("State blocked by nvdimm")));
        cases.add(innocent("migration-refused", "a blocker that another rule knows", refusing(VIOMMU)));
        cases.add(innocent("migration-refused", "a migration that was begun", failing("State blocked by nvdimm")));
        cases.add(guilty(
                "postcopy-with-vfio",
                "guest memory could not be mapped after postcopy began",
                sending().status("postcopy-active").status("failed").closed(),
                failed("VFIO_MAP_DMA failed: Bad address")));
        cases.add(innocent(
                "postcopy-with-vfio",
                "guest memory could not be mapped, and postcopy had not begun",
                failing(BROKEN_PIPE),
                failed("VFIO_MAP_DMA failed: Bad address")));
    }

    private static void refusal(List<RuleCase> cases, String rule, String text) {
        cases.add(guilty(rule, text, refusing(text)));
        cases.add(innocent(rule, "as a warning, and it migrates: " + text, warned(text), taken()));
        cases.add(innocent(rule, "another reason to refuse than: " + text, refusing("State blocked by nvdimm")));
        cases.add(innocent(rule, "a migration that was begun, with " + text, failing(text)));
    }

    private static TraceScript warned(String text) {
        return source().errorLine("warning: " + text)
                .command("migrate")
                .status("setup")
                .set(PRE_COPY)
                .read(24)
                .set(STOP_COPY)
                .read(36)
                .status("completed")
                .set(STOP)
                .closed();
    }

    private static List<RuleCase> limits() {
        return List.of(
                guilty(
                        "locked-memory-limit",
                        "the destination says so",
                        sending().status("failed").closed(),
                        failed("0000:81:00.2: VFIO_MAP_DMA failed: Cannot allocate memory")),
                innocent(
                        "locked-memory-limit",
                        "another errno",
                        sending().status("failed").closed(),
                        failed("0000:81:00.2: VFIO_MAP_DMA failed: Bad address")),
                innocent(
                        "locked-memory-limit",
                        "memory for something else",
                        sending().status("failed").closed(),
                        failed("load of migration failed: Cannot allocate memory")),
                guilty(
                        "no-space-left",
                        "the source says so",
                        failing("Unable to write to file: No space left on device")),
                guilty("no-space-left", "a quota", failing("Unable to write to file: Disk quota exceeded")),
                innocent("no-space-left", "the connection broke", failing(BROKEN_PIPE)));
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
                guilty("migration-cancelled", "a VMM says so", cancelled),
                guilty("migration-cancelled", "the destination fails over it", cancelled, failed(CUT)),
                innocent("migration-cancelled", "a VMM says that it failed", failing("no reason")),
                guilty("migration-open", "no end", sending().closed()),
                innocent("migration-open", "a VMM refused to begin", refusing(VIOMMU)),
                innocent("migration-open", "an end", sent()),
                guilty("device-state-lost", "a device refused what it was given", sent(), refused(36)),
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
                innocent("connection-lost", "nobody saw the destination", failing(BROKEN_PIPE)),
                guilty("device-save-failed", "the handler gave EIO", failing(SAVE_FAILED), lostStream()),
                innocent(
                        "device-save-failed",
                        "the memory's handler",
                        failing("failed to save SaveStateEntry with id(name): 1(ram): -5")),
                innocent(
                        "device-save-failed",
                        "the read that failed is in the trace",
                        sending()
                                .readFailed(EIO)
                                .errorLine(SAVE_FAILED)
                                .status("failed")
                                .closed()),
                innocent(
                        "device-save-failed",
                        "the connection had broken before",
                        sending()
                                .errorLine(BROKEN_PIPE)
                                .errorLine(SAVE_FAILED)
                                .status("failed")
                                .closed()),
                innocent(
                        "device-save-failed",
                        "the destination has a reason",
                        failing(SAVE_FAILED),
                        failed("no memory left")));
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
                        logged("destination").status("active").set(RESUMING).closed()),
                guilty(
                        "stream-record-unknown",
                        "the destination says so",
                        failing(BROKEN_PIPE),
                        failed("0000:81:00.2: Unknown tag 0xffffffffef100084")),
                innocent("stream-record-unknown", "the stream was cut", failing(BROKEN_PIPE), lostStream()),
                guilty(
                        "section-unknown-at-destination",
                        "the destination says so",
                        failing(BROKEN_PIPE),
                        failed("Unknown savevm section or instance '0000:00:02.0/vfio' 0. Make sure that")),
                innocent(
                        "section-unknown-at-destination",
                        "a section of another device",
                        failing(BROKEN_PIPE),
                        failed("Unknown savevm section or instance '0000:00:02.0/virtio-net' 0. Make sure that")));
    }
}
