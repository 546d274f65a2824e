package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The driver gave data after it had said that there is none left.
public final class DataAfterEnd implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-after-end",
                    "In STOP_COPY a read of 0 is the end for ever; a VMM that stopped there has lost the rest.",
                    "Check the driver's read().",
                    "include/uapi/linux/vfio.h, STOP_COPY",
                    "Linux 5.18",
                    "A read of 0 in PRE_COPY, with which three drivers say what ENOMSG is for, and"
                            + " another 0 after the first.")
            .by(Mover.DRIVER);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FirstAnomaly.of(file, Anomaly.Kind.DATA_AFTER_END, ADVICE, true);
    }
}
