package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The source's read of its device's data failed.
public final class ReadFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "read-failed",
                    "The source could not read the device's state from its data_fd. ENOMSG, the"
                            + " temporary end of the pre-copy data, is not meant.",
                    "Look at the driver's kernel messages; ENODEV says that the session had ended.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "ENOMSG in pre-copy.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.SYMPTOM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return FailedTransfers.of(file, ADVICE, true);
    }
}
