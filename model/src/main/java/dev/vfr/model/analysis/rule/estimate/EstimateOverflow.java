package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// An estimate is larger than any device.
public final class EstimateOverflow implements Rule {

    private static final Advice ADVICE = new Advice(
                    "estimate-overflow",
                    "A figure of 2^63 bytes or more is a negative number or a subtraction gone"
                            + " wrong in the driver. The VMM takes it as it is, and cannot switch over on it.",
                    "Check the driver's arithmetic, above all what it subtracts when data was read.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info; QEMU 11.1 warns"
                            + " \"Estimated ... size overflow\"",
                    "Linux 6.2",
                    "The 100 GiB that QEMU assumes where a driver cannot tell; any figure below" + " 2^63.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

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
                        figure(point) + ": no device holds 2^63 bytes or more"
                                + (device.neverSwitchedOver() ? ", and the VMM never switched over" : "")));
    }

    private static String figure(EstimatePoint point) {
        if (point.stopCopyLength().orElse(0) < 0) {
            return "stop_copy_length is "
                    + Long.toUnsignedString(point.stopCopyLength().getAsLong());
        }
        return point.initialBytes().orElse(0) < 0
                ? "initial_bytes is "
                        + Long.toUnsignedString(point.initialBytes().getAsLong())
                : "dirty_bytes is " + Long.toUnsignedString(point.dirtyBytes().orElse(0));
    }
}
