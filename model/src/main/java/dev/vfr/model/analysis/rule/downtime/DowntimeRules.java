package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Responsible;
import java.util.List;

/// The rules on time and bytes, in the order of their findings.
public final class DowntimeRules {

    public static final List<Rule> ALL = List.of(
            new BytesDiffer(),
            new DowntimeOverLimit(),
            SlowPart.stop(new Advice(
                            "slow-device-stop",
                            "The guest is stopped while the device's firmware quiesces and makes its state readable. No"
                                    + " VMM includes that time in its estimate.",
                            "Check the source's kernel log for the driver's suspend and save commands, and update the"
                                    + " device's firmware.",
                            "include/uapi/linux/vfio.h, STOP_COPY; QEMU sets it from a VM state change handler while the"
                                    + " guest is stopped",
                            "Linux 5.18",
                            "A downtime within its limit. Less than 100 ms, an eighth of the downtime or two thirds of the"
                                    + " slowest device's time.")
                    .by(Responsible.DRIVER)
                    .titled("a device took long to stop")),
            SlowPart.save(new Advice(
                            "slow-device-save",
                            "The guest is stopped while QEMU reads the device's remaining state. The time is that of the"
                                    + " reads in the driver, without the gaps between them.",
                            "Check the source's kernel log for a wait of the driver for its firmware during the longest"
                                    + " read.",
                            "include/uapi/linux/vfio.h, data_fd in STOP_COPY",
                            "Linux 5.18",
                            "Quick reads of much state, and reads with a slow network between them. A downtime within its"
                                    + " limit.")
                    .by(Responsible.DRIVER)
                    .titled("a device took long to save its state")),
            SlowPart.load(new Advice(
                            "slow-device-load",
                            "The guest is stopped during the writes to data_fd and the SET out of RESUMING, at which most"
                                    + " drivers load the state. QEMU's estimate does not include that time.",
                            "Check the destination's kernel log for the driver's load commands, or raise downtime-limit"
                                    + " (migrate-set-parameters).",
                            "include/uapi/linux/vfio.h, RESUMING -> STOP: the device validates and takes its state",
                            "Linux 5.18",
                            "Writes of pre-copy data while the guest ran, and quick writes of much state. Less than two"
                                    + " thirds of the slowest device's time.")
                    .by(Responsible.DRIVER)
                    .titled("a device took long to load its state")),
            SlowPart.start(new Advice(
                            "slow-device-start",
                            "The device has its state and is in RUNNING_P2P. The guest can use it only in RUNNING.",
                            "Check the destination's kernel log for the driver's resume commands.",
                            "include/uapi/linux/vfio.h, RUNNING_P2P -> RUNNING",
                            "Linux 5.18",
                            "A SET to RUNNING straight from RESUMING, which is loading. A downtime within its limit.")
                    .by(Responsible.DRIVER)
                    .titled("a device took long to start")),
            new StopInDowntime(),
            SlowPart.config(new Advice(
                            "slow-config-load",
                            "QEMU also sends its own record of the device, such as the PCI configuration space. Its load"
                                    + " sets up every interrupt vector again, one system call each.",
                            "Reduce the device's interrupt vectors in the guest or the devices of the VM.",
                            "QEMU, hw/vfio/migration.c: vfio_load_device_config_state",
                            "Linux 5.18",
                            "The load of the device's own state, which comes before.")
                    .by(Responsible.VMM)
                    .titled("QEMU took long to load a device's configuration")),
            new DowntimeNotByDevice(),
            new P2pRoundMissing(),
            new ClocksContradict(),
            new ClockWasSet(),
            new SidesMixed(),
            new VmmDowntimeDiffers(),
            new VmmBytesDiffer(),
            new ClocksNotProven());

    private DowntimeRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new ClockSteps(facts), new MixedSides(facts));
    }
}
