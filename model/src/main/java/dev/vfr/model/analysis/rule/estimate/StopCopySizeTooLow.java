package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;

/// STOP_COPY streamed far more than the driver had said.
public final class StopCopySizeTooLow implements Rule {

    /// Less than this adds no noticeable downtime.
    private static final long BYTES_MIN = 1 << 20;

    /// After an older answer the device may have dirtied more.
    private static final long AGE_MAX_NS = 200_000_000;

    private static final Advice ADVICE = new Advice(
                    "stop-copy-size-too-low",
                    "QEMU stops the guest when the estimate fits into the downtime limit. A"
                            + " stop_copy_length that is far too low makes it stop too early.",
                    "Lower downtime-limit (migrate-set-parameters) until the driver's MIG_DATA_SIZE"
                            + " counts all that STOP_COPY gives.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                    "Linux 6.2",
                    "An estimate that is off by less than half or 1 MiB. An answer more than 200 ms"
                            + " before the first read of STOP_COPY.")
            .titled("the driver underestimated its STOP_COPY data")
            .by(Responsible.DRIVER)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, StopCopySizeTooLow::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        List<EstimatePoint> sizes = device.history().sizePoints();
        if (sizes.isEmpty() || device.stopCopyBytes().isEmpty()) {
            return Optional.empty();
        }
        EstimatePoint last = sizes.getLast();
        long told = last.stopCopyLength().orElse(0);
        long streamed = device.stopCopyBytes().getAsLong();
        if (told < 0 || isOld(last, device) || streamed - told < BYTES_MIN || streamed / 2 < told) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                device.source().trace(),
                device.number(),
                last.seq(),
                Finding.Severity.WARNING,
                Sentence.of("STOP_COPY gave {stopCopyBytes}, but the last stop_copy_length was {estimatedBytes}")
                        .bytes("stopCopyBytes", streamed)
                        .bytes("estimatedBytes", told)));
    }

    /// The device had time to dirty more than the driver could foresee.
    private static boolean isOld(EstimatePoint answer, SavedDevice device) {
        long readNs = device.history().stopCopy().firstNs();
        boolean known = answer.hasTime() && readNs != EventHeader.UNKNOWN_NS;
        return !known || readNs - answer.ns() > AGE_MAX_NS;
    }
}
