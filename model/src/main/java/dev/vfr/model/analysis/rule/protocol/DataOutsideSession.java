package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// Data moved in a state that has no data_fd.
public final class DataOutsideSession implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-outside-session",
                    "Data moved while the device was in a state that has no data_fd: the session had ended.",
                    "Check that the VMM closes its data_fd when it leaves the state.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "A read of 0 bytes; data in a state that was only inferred.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.DATA_OUTSIDE_SESSION, ADVICE, true);
    }
}
