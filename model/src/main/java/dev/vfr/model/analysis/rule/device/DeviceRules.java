package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.FactRule.Weight;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.protocol.DeadDataFd;
import dev.vfr.model.analysis.rule.protocol.OddRequest;
import dev.vfr.model.analysis.rule.protocol.ResetInSession;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.Errno;
import java.util.List;

/// The rules on devices and their drivers, in the order of their findings.
public final class DeviceRules {

    public static final List<Rule> ALL = List.of(
            RefusedRequests.onCardFull(new Advice(
                            "too-many-devices-at-once",
                            "A card's firmware can migrate only a fixed number of virtual functions at the same"
                                    + " time, such as four on a ConnectX-7. At least as many others were in a"
                                    + " session.",
                            "Migrate fewer virtual functions of one card at a time, or spread them over several"
                                    + " cards.",
                            "Red Hat Enterprise Linux 10, documentation of VF live migration: four VFs of a"
                                    + " ConnectX-7",
                            "Linux 5.18",
                            "ENOMEM with fewer than four other devices in a session (kernel-memory-short).")
                    .by(Responsible.OPERATOR)
                    .titled("card's limit of concurrent migrations reached")),
            RefusedRequests.on(
                    request -> RefusedRequests.failedWith(request, Errno.EMFILE)
                            || RefusedRequests.failedWith(request, Errno.ENFILE),
                    new Advice(
                                    "no-fd-left",
                                    "The kernel changed the device state and then found no free file descriptor for the"
                                            + " data_fd, so the session is lost. The process (EMFILE) or the host"
                                            + " (ENFILE) reached its open-file limit.",
                                    "Count QEMU's open files (ls /proc/PID/fd), then raise LimitNOFILE for EMFILE or"
                                            + " fs.file-max for ENFILE.",
                                    "drivers/vfio/vfio_main.c, vfio_ioct_mig_return_fd()",
                                    "Linux 5.18",
                                    "The same request that the driver refuses with another errno.")
                            .by(Responsible.OPERATOR)
                            .titled("no file descriptor left"),
                    "no file descriptor was left for the data_fd, but the state changed"),
            // Without its flags the device was never introduced, and the number of others in a session is unknown.
            RefusedRequests.on(
                    request -> request.flags().isPresent()
                            && RefusedRequests.failedWith(request, Errno.ENOMEM)
                            && !RefusedRequests.isCardFull(request),
                    new Advice(
                                    "kernel-memory-short",
                                    "The driver found no memory, or no resource of its device, for the session. The"
                                            + " device did not reach the requested state.",
                                    "Check the host's free memory, the memory limit of QEMU's control group and the"
                                            + " driver's kernel log (mlx5 also reports a firmware limit as ENOMEM).",
                                    "drivers/vfio/pci; drivers/net/ethernet/mellanox/mlx5/core/cmd.c, status LIM: ENOMEM",
                                    "Linux 5.18",
                                    "Another errno. ENOMEM with four or more other devices in a session"
                                            + " (too-many-devices-at-once).")
                            .by(Responsible.OPERATOR)
                            .titled("no memory for a migration session"),
                    "the driver found no memory for the session"),
            RefusedRequests.on(
                    request -> isBusy(request) && RefusedRequests.tookLong(request),
                    new Advice(
                                    "firmware-busy",
                                    "The driver answered only after a second or more. It had passed the request to the"
                                            + " device's firmware, which stayed busy.",
                                    "Check the kernel log for the driver's failed command and syndrome (mlx5_core), then"
                                            + " update the firmware or migrate at lower load.",
                                    "drivers/net/ethernet/mellanox/mlx5/core/cmd.c, cmd_status_to_err(): RES_BUSY",
                                    "Linux 5.18",
                                    "EBUSY within a second (device-busy).")
                            .by(Responsible.OPERATOR)
                            .titled("device firmware stayed busy"),
                    "the device's firmware stayed busy"),
            RefusedRequests.on(
                    request -> isBusy(request) && !RefusedRequests.tookLong(request),
                    new Advice(
                                    "device-busy",
                                    "The driver refused the request at once. The device is busy, or an internal fault"
                                            + " (RAS) must be handled first.",
                                    "Check the kernel log for an error or a reset of the device (AER, RAS), and retry"
                                            + " after it is handled.",
                                    "drivers/vfio/pci/hisilicon/hisi_acc_vfio_pci.c, hisi_acc_vf_set_device_state(): EBUSY",
                                    "Linux 5.18",
                                    "EBUSY after a second or more (firmware-busy).")
                            .by(Responsible.OPERATOR)
                            .titled("device is busy or has a fault"),
                    "the device is busy or has an internal fault"),
            RefusedRequests.on(
                    Errno.ETIMEDOUT,
                    new Advice(
                                    "suspend-timeout",
                                    "The driver asked the device to stop and waited up to its time limit. pds and qat"
                                            + " wait five seconds, mlx5 as long as a firmware command may take.",
                                    "Check the device's load and firmware and the driver's kernel log, and reduce the"
                                            + " load before the next attempt.",
                                    "drivers/vfio/pci/pds/lm.c and drivers/crypto/intel/qat: the poll for the suspended"
                                            + " state",
                                    "Linux 5.18",
                                    "A request that takes as long and succeeds.")
                            .by(Responsible.OPERATOR)
                            .titled("device did not quiesce in time"),
                    "the device did not quiesce within the driver's time limit"),
            RefusedRequests.on(
                    Errno.ENOTCONN,
                    new Advice(
                                    "parent-driver-gone",
                                    "A virtual function migrates through the driver of its physical function. That"
                                            + " driver is unbound or was reloaded.",
                                    "Bind the driver of the physical function again (mlx5_core), and reopen the device.",
                                    "drivers/vfio/pci/mlx5/cmd.c: mdev_detach gives ENOTCONN",
                                    "Linux 5.18",
                                    "Any other errno.")
                            .by(Responsible.OPERATOR)
                            .titled("physical function has no driver"),
                    "the driver of the physical function is gone"),
            FactRule.on(
                            ResetInSession.class,
                            fact -> fact.reset().header(),
                            new Advice(
                                            "reset-in-session",
                                            "A reset puts the device into RUNNING and ends its session. The data_fd is"
                                                    + " dead, the data read so far is useless, and the VMM may still"
                                                    + " assume the old state.",
                                            "Check the logs of the guest, QEMU and host scripts for what reset the device.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the state"
                                                    + " after VFIO_DEVICE_RESET",
                                            "Linux 5.18",
                                            "A reset after a failed request, by which a VMM recovers. A reset in"
                                                    + " RESUMING, which ends a load.")
                                    .by(Responsible.VMM)
                                    .titled("device was reset during its session"),
                            DeviceRules::reset)
                    .in(ScannedTrace::seesAll)
                    .weighing(Weight.BY_OUTCOME),
            FactRule.on(
                            DeadDataFd.class,
                            DeadDataFd::header,
                            new Advice(
                                            "session-died",
                                            "ENODEV means that the session has ended, but the trace shows no request or"
                                                    + " VFIO_DEVICE_RESET that ended it. The device was reset from outside"
                                                    + " (AER, function level reset, driver recovery), or it is gone.",
                                            "Check the kernel log for AER, FLR or a recovery of the driver at that time.",
                                            "include/uapi/linux/vfio.h, data_fd; drivers/vfio/pci/pds commit 8512ed256334",
                                            "Linux 5.18",
                                            "ENODEV after the VMM left the state, reset the device or had a request"
                                                    + " refused.")
                                    .by(Responsible.OPERATOR)
                                    .titled("device was reset from outside the VMM"),
                            fact -> fact.sentence("the {call} of the data_fd failed with {errno} in {from}, although no"
                                    + " request or reset had ended its session"))
                    .in(ScannedTrace::seesAll)
                    .when(fact -> fact.reason() == DeadDataFd.Reason.NOT_SHOWN)
                    .weighing(Weight.BY_OUTCOME),
            new TrapAfterSaving(),
            FactRule.on(
                    WriteInStopCopy.class,
                    WriteInStopCopy::header,
                    new Advice(
                                    "region-written-in-stop-copy",
                                    "In STOP_COPY the device is stopped while the VMM reads its state. A write to its"
                                            + " regions may change that state in the middle of the stream.",
                                    "Keep vCPUs and device emulation away from the device until it leaves STOP_COPY.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_STOP_COPY",
                                    "Linux 5.18",
                                    "Trapped writes in PRE_COPY, in which the device runs.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    _ -> Sentence.of("the VMM wrote to a region of the device in STOP_COPY")),
            new GuestWithoutVfDriver());

    private DeviceRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new StopCopyWriteWatcher(facts));
    }

    private static boolean isBusy(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.EBUSY) && !RefusedRequests.isCardFull(request);
    }

    private static Sentence reset(ScannedTrace trace, ResetInSession fact) {
        long seq = fact.reset().header().seq();
        boolean used = trace.facts().of(DeadDataFd.class).first().stream().anyMatch(dead -> dead.by() == seq);
        return Sentence.of("VFIO_DEVICE_RESET in {from} ended the device's session"
                        + (used ? ", and its data_fd then returned ENODEV" : ""))
                .state("from", fact.in());
    }
}
