package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.watch.EstimatePoint;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// dirty_bytes never moves, whatever is read.
public final class ConstantEstimates implements Rule {

    private static final int ANSWERS_MIN = 3;

    private static final Advice ADVICE = new Advice(
                    "dirty-bytes-constant",
                    "The driver gives the same dirty_bytes each time, though data was read in"
                            + " between: a constant, or what its firmware said a while ago. The VMM cannot"
                            + " tell from it when the device is nearly done.",
                    "Take dirty_bytes of this driver for an upper bound; judge the device by what" + " its reads give.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 6.2",
                    "dirty_bytes of 0, as of drivers without dirty data; the same figure while" + " nothing was read.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, ConstantEstimates::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        List<EstimatePoint> points = device.history().driver().stream()
                .filter(point -> point.dirtyBytes().isPresent() && point.seq() >= 0)
                .toList();
        if (points.size() < ANSWERS_MIN || device.history().temporaryEnds() == 0) {
            return Optional.empty();
        }
        EstimatePoint first = points.getFirst();
        EstimatePoint last = points.getLast();
        long told = first.dirtyBytes().orElse(0);
        boolean same = points.stream().allMatch(point -> point.dirtyBytes().orElse(0) == told);
        return told > 0 && same && last.readBytes() - first.readBytes() > told
                ? Optional.of(ADVICE.on(
                        device.scan(),
                        device.part().device,
                        last.seq(),
                        Finding.Severity.INFO,
                        "dirty_bytes was " + Figures.bytes(told) + " in all " + points.size()
                                + " answers, though all there was had been read in between"))
                : Optional.empty();
    }
}
