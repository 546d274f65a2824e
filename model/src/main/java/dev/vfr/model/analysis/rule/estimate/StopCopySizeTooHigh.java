package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// STOP_COPY streamed far less than the driver had said.
public final class StopCopySizeTooHigh implements Rule {

    private static final long BYTES_MIN = 16 << 20;

    private static final Advice ADVICE = new Advice(
                    "stop-copy-size-too-high",
                    "The VMM waits in pre-copy until stop_copy_length goes over within the downtime"
                            + " limit. With one that is far too high it waits longer than it has to, or for"
                            + " ever.",
                    "Have the driver's MIG_DATA_SIZE count what STOP_COPY will give and no more."
                            + " Until then a higher downtime-limit makes the VMM switch over.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                    "Linux 6.2",
                    "An estimate that is less than twice what came, or less than 16 MiB more; a"
                            + " buffer that was nearly empty in the end.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, StopCopySizeTooHigh::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        List<EstimatePoint> sizes = device.history().sizePoints();
        if (sizes.isEmpty() || device.stopCopyBytes().isEmpty()) {
            return Optional.empty();
        }
        EstimatePoint last = sizes.getLast();
        long told = last.stopCopyLength().orElse(0);
        // What was read in pre-copy after the answer was part of what it told.
        long left = told - (device.history().preCopy().bytes() - last.readBytes());
        long streamed = device.stopCopyBytes().getAsLong();
        if (left - streamed < BYTES_MIN || left / 2 < streamed) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                device.source().trace(),
                device.number(),
                last.seq(),
                Finding.Severity.INFO,
                "STOP_COPY streamed " + Figures.bytes(streamed) + " only, and stop_copy_length was "
                        + Figures.bytes(told) + " when the VMM asked last"));
    }
}
