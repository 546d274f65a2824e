package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The device is in a state for which its flags lack a capability.
public final class StateNotOffered implements Rule {

    private static final Advice ADVICE = new Advice(
                    "state-not-offered",
                    "The device is in a state for which its flags lack a capability.",
                    "Check what the driver answers to VFIO_DEVICE_FEATURE_MIGRATION.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                    "Linux 5.18",
                    "A device whose flags are not in the trace.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.STATE_NOT_OFFERED, ADVICE, true);
    }
}
