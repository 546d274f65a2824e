package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// A request succeeded though the state machine has no way there.
public final class IllegalArc implements Rule {

    private static final Advice ADVICE = new Advice(
                    "illegal-arc",
                    "A request succeeded though the state machine has no way there.",
                    "Check the device's driver or server against the state machine.",
                    "include/uapi/linux/vfio.h, enum vfio_device_mig_state",
                    "Linux 5.18",
                    "A request for the present state: the kernel answers it with success, also in ERROR.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.ARC_ILLEGAL, ADVICE, true);
    }
}
