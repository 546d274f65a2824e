package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import java.util.List;

/// The device says another state than the one that it was last shown in.
public final class StateContradicted implements Rule {

    private static final Advice ADVICE = new Advice(
                    "state-contradicted",
                    "The device says that it is in another state than the last request left it in:"
                            + " something moved it unseen, such as a reset.",
                    "Look for a reset of the device at that time.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_GET",
                    "Linux 5.18",
                    "The states that a request which failed may have left the device in.")
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.STATE_CONTRADICTED, ADVICE, false);
    }
}
