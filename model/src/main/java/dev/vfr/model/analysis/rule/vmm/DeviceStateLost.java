package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The destination's device refused what was written to it; whatever the VMMs say, its state is gone.
public final class DeviceStateLost implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-state-lost",
                    "Leaving RESUMING is where the device takes or refuses the state that was written. It refused, so that the"
                            + " guest runs on with a device that was reset or stands in ERROR. QEMU reports \"completed\" all the"
                            + " same, because this step comes after its stream is done.",
                    "Restart or reset the device in the guest; compare driver and firmware versions of both hosts and the bytes"
                            + " read and written.",
                    "include/uapi/linux/vfio.h, RESUMING -> STOP")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.LOSS);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (MigrationSide side : trace.sides()) {
                for (DeviceSide device : side.devices()) {
                    Refusal refusal = device.refusal().orElse(null);
                    if (refusal != null && refusal.losesState()) {
                        findings.add(ADVICE.on(
                                trace,
                                device.number(),
                                refusal.seq(),
                                Finding.Severity.ERROR,
                                "the destination's device " + refusal.told()));
                    }
                }
            }
        }
        return findings;
    }
}
