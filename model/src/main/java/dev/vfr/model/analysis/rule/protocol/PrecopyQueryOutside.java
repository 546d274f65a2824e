package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The driver answered the precopy query where it has to refuse it.
public final class PrecopyQueryOutside implements Rule {

    private static final Advice ADVICE = new Advice(
                    "precopy-query-outside",
                    "The precopy query is defined in PRE_COPY and PRE_COPY_P2P only and has to fail with"
                            + " EINVAL elsewhere.",
                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                    "include/uapi/linux/vfio.h, VFIO_MIG_GET_PRECOPY_INFO",
                    "Linux 6.2",
                    "A query in STOP_COPY that fails with EINVAL.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.PRECOPY_QUERY_OUTSIDE, ADVICE, true);
    }
}
