package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;

/// An estimate is larger than any device.
public final class EstimateOverflow implements Rule {

    private static final Advice ADVICE = new Advice(
                    "estimate-overflow",
                    "A figure of 2^63 bytes or more is a negative number or a wrong subtraction in"
                            + " the driver. QEMU uses it as it is and cannot switch over.",
                    "Check the driver's arithmetic, first what it subtracts after a read.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info; QEMU 11.1 warns"
                            + " \"Estimated ... size overflow\"",
                    "Linux 6.2",
                    "The 100 GiB that QEMU assumes if a driver gives no size. Any figure below" + " 2^63.")
            .titled("the driver's estimate overflowed")
            .by(Responsible.DRIVER)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, EstimateOverflow::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        return device.history().driver().stream()
                .filter(EstimatePoint::overflows)
                .findFirst()
                .map(point -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        point.seq(),
                        Finding.Severity.WARNING,
                        sentence(point, device.neverSwitchedOver())));
    }

    private static Sentence sentence(EstimatePoint point, boolean stuck) {
        boolean size = point.stopCopyLength().orElse(0) < 0;
        boolean initial = point.initialBytes().orElse(0) < 0;
        long figure = size
                ? point.stopCopyLength().getAsLong()
                : initial
                        ? point.initialBytes().getAsLong()
                        : point.dirtyBytes().orElse(0);
        return Sentence.of("the driver answered {figure} = {answer}, more than any device holds"
                        + (stuck ? ", and QEMU never switched over" : ""))
                .text("figure", size ? "stop_copy_length" : initial ? "initial_bytes" : "dirty_bytes")
                .text("answer", Long.toUnsignedString(figure));
    }
}
