package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;

/// The driver never answered the pre-copy query.
public final class PrecopyEstimatesUnknown implements Rule {

    private static final Advice ADVICE = new Advice(
                    "precopy-estimates-unknown",
                    "Where VFIO_MIG_GET_PRECOPY_INFO fails, QEMU takes both figures for 0, and so"
                            + " for all pre-copy data read: it may switch over with much of it left.",
                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                    "include/uapi/linux/vfio.h, VFIO_MIG_GET_PRECOPY_INFO; QEMU," + " vfio_query_precopy_size",
                    "Linux 6.2",
                    "A query that failed once, or outside of pre-copy, beside others that were"
                            + " answered; a migration that did not complete, whose failure is told by other"
                            + " rules.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, PrecopyEstimatesUnknown::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        boolean answered = device.history().driver().stream()
                .anyMatch(point -> point.initialBytes().isPresent());
        if (answered
                || !device.history().enteredPreCopy()
                || device.migration().outcome() != Report.Outcome.COMPLETED) {
            return Optional.empty();
        }
        return device.history().failures().stream()
                .filter(failure -> !failure.dataSize())
                .findFirst()
                .map(failure -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        failure.seq(),
                        Finding.Severity.WARNING,
                        "the driver never told initial_bytes and dirty_bytes (" + failure.errno()
                                + "), which the VMM takes for 0"));
    }
}
