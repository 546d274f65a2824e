package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The destination's device did not take its data.
public final class WriteFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "write-failed",
                    "The destination's device did not take a piece of the state that was read at the source.",
                    "Compare device type, driver and firmware of both hosts; look at the driver's kernel messages.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "A write that takes less than it was given.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.SYMPTOM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FailedTransfers.of(file, ADVICE, false);
    }
}
