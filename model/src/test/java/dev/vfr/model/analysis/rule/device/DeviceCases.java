package dev.vfr.model.analysis.rule.device;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.TraceScript;
import java.util.List;

/// What the rules on devices and their drivers find, and what looks alike.
public final class DeviceCases {

    private static final int EIO = 5;
    private static final int ENOMEM = 12;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENOTCONN = 107;
    private static final int ETIMEDOUT = 110;
    private static final long S = 1_000_000_000;

    private DeviceCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                guilty(
                        "no-fd-left",
                        "EMFILE",
                        source().refused(PRE_COPY, EMFILE).closed()),
                guilty(
                        "no-fd-left",
                        "ENFILE",
                        source().refused(PRE_COPY, ENFILE).closed()),
                innocent("no-fd-left", "EIO", source().refused(PRE_COPY, EIO).closed()),
                guilty(
                        "kernel-memory-short",
                        "ENOMEM",
                        source().refused(PRE_COPY, ENOMEM).closed()),
                innocent(
                        "kernel-memory-short",
                        "EIO",
                        source().refused(PRE_COPY, EIO).closed()),
                innocent(
                        "kernel-memory-short",
                        "the fifth device was refused",
                        others(4).refused(PRE_COPY, ENOMEM).closed()),
                guilty(
                        "firmware-busy",
                        "EBUSY after two seconds",
                        source().at(S, 2 * S).refused(STOP_COPY, EBUSY).closed()),
                innocent(
                        "firmware-busy",
                        "EBUSY at once",
                        source().at(S, 1000).refused(STOP_COPY, EBUSY).closed()),
                innocent(
                        "firmware-busy",
                        "EIO after two seconds",
                        source().at(S, 2 * S).refused(STOP_COPY, EIO).closed()),
                innocent(
                        "firmware-busy",
                        "the fifth device was refused",
                        others(4).at(S, 2 * S).refused(PRE_COPY, EBUSY).closed()),
                guilty(
                        "device-busy",
                        "EBUSY at once",
                        source().at(S, S - 1).refused(STOP_COPY, EBUSY).closed()),
                guilty(
                        "device-busy",
                        "EBUSY, and how long it took is unknown",
                        source().refused(STOP_COPY, EBUSY).closed()),
                innocent(
                        "device-busy",
                        "EBUSY after a second",
                        source().at(S, S).refused(STOP_COPY, EBUSY).closed()),
                innocent(
                        "device-busy",
                        "the fifth device was refused",
                        others(4).refused(PRE_COPY, EBUSY).closed()),
                innocent("device-busy", "EIO", source().refused(STOP_COPY, EIO).closed()),
                guilty(
                        "suspend-timeout",
                        "ETIMEDOUT",
                        source().at(S, 5 * S).refused(STOP_COPY, ETIMEDOUT).closed()),
                innocent(
                        "suspend-timeout",
                        "as long, and it succeeded",
                        source().at(S, 5 * S).set(STOP_COPY).closed()),
                guilty(
                        "parent-driver-gone",
                        "ENOTCONN",
                        source().refused(STOP_COPY, ENOTCONN).closed()),
                innocent(
                        "parent-driver-gone",
                        "EIO",
                        source().refused(STOP_COPY, EIO).closed()),
                guilty(
                        "too-many-devices-at-once",
                        "the fifth was refused",
                        others(4).refused(PRE_COPY, ENOMEM).closed()),
                innocent(
                        "too-many-devices-at-once",
                        "the fourth was refused",
                        others(3).refused(PRE_COPY, ENOMEM).closed()),
                innocent(
                        "too-many-devices-at-once",
                        "it was in its session already",
                        others(4).set(PRE_COPY).refused(STOP_COPY, ENOMEM).closed()),
                innocent(
                        "too-many-devices-at-once",
                        "another errno",
                        others(4).refused(PRE_COPY, EIO).closed()),
                guilty(
                        "reset-in-session",
                        "a reset in PRE_COPY",
                        source().set(PRE_COPY).reset().closed()),
                innocent(
                        "reset-in-session",
                        "a reset after a request that failed",
                        source().set(PRE_COPY)
                                .refused(STOP_COPY, EIO)
                                .got(PRE_COPY)
                                .reset()
                                .closed()),
                innocent(
                        "reset-in-session",
                        "a reset that gives a load up",
                        source().set(RESUMING).reset().closed()),
                innocent(
                        "reset-in-session",
                        "a reset after the session",
                        source().set(PRE_COPY).set(RUNNING).reset().closed()),
                innocent(
                        "reset-in-session",
                        "a log prints a handler for each device, reset or not",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .set(PRE_COPY)
                                .reset()
                                .closed()),
                guilty(
                        "session-died",
                        "ENODEV in PRE_COPY",
                        source().set(PRE_COPY).readFailed(ENODEV).closed()),
                guilty(
                        "session-died",
                        "ENODEV of a write in RESUMING",
                        source().set(RESUMING).writeFailed(ENODEV).closed()),
                innocent(
                        "session-died",
                        "ENODEV after a reset",
                        source().set(PRE_COPY).reset().readFailed(ENODEV).closed()),
                innocent(
                        "session-died",
                        "ENODEV in RUNNING",
                        source().set(PRE_COPY).set(RUNNING).readFailed(ENODEV).closed()),
                innocent(
                        "session-died",
                        "ENODEV after another error, which the fd keeps",
                        source().set(PRE_COPY)
                                .readFailed(EIO)
                                .readFailed(ENODEV)
                                .closed()),
                innocent(
                        "session-died",
                        "EIO",
                        source().set(PRE_COPY).readFailed(EIO).closed()),
                innocent(
                        "session-died",
                        "a log that does not show every call",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .set(PRE_COPY)
                                .readFailed(ENODEV)
                                .closed()),
                guilty(
                        "trap-after-saving",
                        "the guest writes",
                        late().step("vfio_region_write").closed()),
                guilty("trap-after-saving", "no trace shows a write", late().closed()),
                guilty(
                        "trap-after-saving",
                        "the state is left",
                        late().set(STOP_COPY).closed()),
                innocent(
                        "trap-after-saving",
                        "the migration was cancelled, and the guest goes on with the device",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(7)
                                .status("setup")
                                .regionMapped()
                                .set(PRE_COPY)
                                .trapSignalled()
                                .regionUnmapped()
                                .set(RUNNING)
                                .status("cancelled")
                                .closed()),
                innocent(
                        "trap-after-saving",
                        "unmapped before PRE_COPY",
                        source().regionMapped()
                                .regionUnmapped()
                                .set(PRE_COPY)
                                .trapSignalled()
                                .closed()),
                innocent(
                        "trap-after-saving",
                        "no driver wants it trapped",
                        source().regionMapped()
                                .set(PRE_COPY)
                                .regionUnmapped()
                                .step("vfio_region_write")
                                .closed()),
                innocent(
                        "trap-after-saving",
                        "not saving any more",
                        source().regionMapped()
                                .set(PRE_COPY)
                                .trapSignalled()
                                .set(RUNNING)
                                .regionUnmapped()
                                .closed()),
                innocent(
                        "trap-after-saving",
                        "PRE_COPY was refused",
                        source().regionMapped()
                                .refused(PRE_COPY, EIO)
                                .trapSignalled()
                                .regionUnmapped()
                                .closed()),
                innocent(
                        "trap-after-saving",
                        "it was not mapped",
                        source().set(PRE_COPY).trapSignalled().regionUnmapped().closed()),
                guilty(
                        "region-written-in-stop-copy",
                        "a write in STOP_COPY",
                        source().set(STOP_COPY).step("vfio_region_write").closed()),
                innocent(
                        "region-written-in-stop-copy",
                        "a write in PRE_COPY",
                        source().set(PRE_COPY).step("vfio_region_write").closed()),
                innocent(
                        "region-written-in-stop-copy",
                        "another step in STOP_COPY",
                        source().set(STOP_COPY).step("vfio_region_read").closed()),
                guilty("guest-without-vf-driver", "40 of 176", image(40, 176)),
                innocent("guest-without-vf-driver", "176 of 176", image(176, 176)),
                innocent("guest-without-vf-driver", "40 of 40", image(40, 40)),
                innocent(
                        "guest-without-vf-driver",
                        "given up before the rest could come",
                        source().status("setup")
                                .dataSize(176)
                                .set(PRE_COPY)
                                .read(40)
                                .set(STOP_COPY)
                                .set(RUNNING)
                                .status("cancelled")
                                .closed()),
                innocent(
                        "guest-without-vf-driver",
                        "more came whose size is not shown",
                        source().status("setup")
                                .dataSize(176)
                                .set(PRE_COPY)
                                .read(40)
                                .set(STOP_COPY)
                                .readUnsized()
                                .set(STOP)
                                .status("completed")
                                .closed()));
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
    }

    /// So many other devices are in PRE_COPY; the script goes on with one that is not.
    private static TraceScript others(int count) {
        TraceScript script = TraceScript.of("source", "vf0", CaptureSource.INTERPOSER);
        for (int i = 1; i <= count; i++) {
            script.device(i, "vf" + i).set(PRE_COPY);
        }
        return script.on(0);
    }

    private static TraceScript late() {
        return source().regionMapped()
                .at(S, S / 1000)
                .set(PRE_COPY)
                .at(S + 8 * S / 1000)
                .trapSignalled()
                .regionUnmapped();
    }

    private static TraceScript image(long bytes, long promised) {
        return source().status("setup")
                .dataSize(promised)
                .set(PRE_COPY)
                .read(bytes)
                .set(STOP_COPY)
                .read(0)
                .set(STOP)
                .status("completed")
                .closed();
    }
}
