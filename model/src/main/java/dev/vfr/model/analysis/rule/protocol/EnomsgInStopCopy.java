package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The driver said "for now" where only "for ever" is allowed.
public final class EnomsgInStopCopy implements Rule {

    private static final Advice ADVICE = new Advice(
                    "enomsg-in-stop-copy",
                    "ENOMSG is the temporary end of pre-copy data and forbidden in STOP_COPY.",
                    "Check the driver's read().",
                    "include/uapi/linux/vfio.h, STOP_COPY",
                    "Linux 6.2",
                    "ENOMSG in PRE_COPY and PRE_COPY_P2P, as often as it comes.")
            .by(Mover.DRIVER);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.ENOMSG_IN_STOP_COPY, ADVICE, true);
    }
}
