package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device could not be stopped and was reset, and the source sent what was left and said completed.
public final class CompletedDespiteFailedStop implements Rule {

    private static final Advice ADVICE = new Advice(
                    "completed-despite-failed-stop",
                    "The hook that stops the devices with the VM cannot return an error. A VMM that does not look"
                            + " for it afterwards goes on, and sends the state of a device that its own recovery"
                            + " has just reset: what the guest had in the device is lost.",
                    "Use a release that fails the migration there; reset or restart the device in the guest.",
                    "QEMU hw/vfio/migration.c, vfio_vmstate_change(): recover state ERROR; openEuler: Fix vfio"
                            + " migration isn't aborted in a corner case",
                    "QEMU 8.0",
                    "The same in a migration that failed; a refusal after which the device was not reset; a refused"
                            + " PRE_COPY, which QEMU tells and ends the migration by.")
            .by(Mover.VMM)
            .as(Advice.Bearing.LOSS);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            if (source != null && source.end().equals(Optional.of("completed"))) {
                for (DeviceSide device : source.devices()) {
                    finding(source, device).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(MigrationSide source, DeviceSide device) {
        Refusal refusal = device.refusal().orElse(null);
        if (refusal == null || !isStop(refusal.requested()) || !device.wasReset()) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                        source.trace(),
                        device.number(),
                        refusal.seq(),
                        Finding.Severity.ERROR,
                        "the device refused to stop with " + refusal.result().text()
                                + " and was reset, and the source completed the migration all the same")
                .at(Report.Side.SOURCE));
    }

    private static boolean isStop(DeviceState requested) {
        return requested == DeviceState.PRE_COPY_P2P || requested == DeviceState.STOP_COPY;
    }
}
