package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The driver counted initial_bytes up again.
public final class InitialBytesRose implements Rule {

    private static final Advice ADVICE = new Advice(
                    "initial-bytes-rose",
                    "Within a session initial_bytes only falls, unless the VMM opted in to"
                            + " VFIO_PRECOPY_INFO_REINIT and the driver set the flag.",
                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 6.2",
                    "dirty_bytes, which may rise and fall; initial_bytes that rises together with"
                            + " REINIT; another session.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.INITIAL_BYTES_ROSE, ADVICE, true);
    }
}
