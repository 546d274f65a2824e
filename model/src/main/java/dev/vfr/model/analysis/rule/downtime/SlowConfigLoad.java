package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The VMM took long to load a device's configuration.
public final class SlowConfigLoad implements Rule {

    private static final Advice ADVICE = new Advice(
                    "slow-config-load",
                    "Beside the device's own state the VMM sends what it keeps of it, such as the PCI configuration space with its"
                            + " interrupts. Loading that wires every vector again, one system call each.",
                    "Fewer interrupt vectors in the guest, and fewer devices a VM.",
                    "QEMU, hw/vfio/migration.c: vfio_load_device_config_state",
                    "Linux 5.18",
                    "The load of the device's own state, which comes before.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    /// The slowest of a migration's devices and those that are little quicker, where the downtime is over its limit.
    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.all(file)) {
            over.slowest(SlowConfigLoad::ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private static long ns(DeviceShares.Taken taken) {
        DeviceSide device = taken.destination();
        DeviceSide.ConfigLoad config = device.config();
        boolean known = config.begunNs() != EventHeader.UNKNOWN_NS && config.loadedNs() > config.begunNs();
        return known ? config.loadedNs() - config.begunNs() : 0;
    }

    private static Finding finding(OverLimit over, DeviceShares.Taken taken) {
        return ADVICE.on(
                Objects.requireNonNull(over.migration().sides().destination()).trace(),
                taken.destination().number(),
                -1,
                Finding.Severity.WARNING,
                Figures.time(ns(taken)) + " of the downtime of " + over.told()
                        + " are the VMM's loading of this device's configuration");
    }
}
