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

/// STOP_COPY gave far less than the driver had estimated.
public final class StopCopySizeTooHigh implements Rule {

    private static final long BYTES_MIN = 16 << 20;

    private static final Advice ADVICE = new Advice(
                    "stop-copy-size-too-high",
                    "QEMU waits in pre-copy until stop_copy_length fits into the downtime limit. A"
                            + " figure that is far too high delays the switchover or prevents it.",
                    "Raise downtime-limit (migrate-set-parameters) until the driver's MIG_DATA_SIZE"
                            + " counts only what STOP_COPY gives.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                    "Linux 6.2",
                    "An estimate of less than twice the streamed data, or less than 16 MiB above"
                            + " it. A buffer that was almost empty at the end.")
            .by(Responsible.DRIVER)
            .as(Bearing.ASIDE);

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
        // The answer includes what was read in pre-copy after it.
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
                Sentence.of("STOP_COPY gave only {stopCopyBytes}, but the last stop_copy_length was {estimatedBytes}")
                        .bytes("stopCopyBytes", streamed)
                        .bytes("estimatedBytes", told)));
    }
}
