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

/// initial_bytes fell by more than was read.
public final class InitialBytesFellUnread implements Rule {

    private static final Advice ADVICE = new Advice(
                    "initial-bytes-fell-unread",
                    "initial_bytes falls as data is read. If it falls by more, the first answer was"
                            + " too high or the driver dropped data.",
                    "Check what the driver subtracts from initial_bytes, and when.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 6.2",
                    "REINIT in between. A trace that lacks reads, or a read that also took dirty" + " data.")
            .by(Responsible.DRIVER)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, InitialBytesFellUnread::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        List<EstimatePoint> points = device.history().driver().stream()
                .filter(point -> point.preCopyLeft().isPresent())
                .toList();
        boolean all =
                device.history().driverCount() == device.history().driver().size();
        if (!all || !device.readsAreKnown() || !device.source().trace().seesAll()) {
            return Optional.empty();
        }
        for (int i = 1; i < points.size(); i++) {
            EstimatePoint before = points.get(i - 1);
            EstimatePoint after = points.get(i);
            long fell = before.initialBytes().orElse(0) - after.initialBytes().orElse(0);
            long read = after.readBytes() - before.readBytes();
            if (fell > read && !after.reinit()) {
                return Optional.of(ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        after.seq(),
                        Finding.Severity.INFO,
                        Sentence.of("initial_bytes fell by {fellBytes} while QEMU read {readBytes}")
                                .bytes("fellBytes", fell)
                                .bytes("readBytes", read)));
            }
        }
        return Optional.empty();
    }
}
