package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// STOP_COPY streamed far more than the driver had said.
public final class StopCopySizeTooLow implements Rule {

    /// Less than this costs nobody any downtime worth telling.
    private static final long BYTES_MIN = 1 << 20;

    /// Since an older answer the device may have got dirty.
    private static final long AGE_MAX_NS = 200_000_000;

    private static final Advice ADVICE = new Advice(
                    "stop-copy-size-too-low",
                    "The VMM stops the guest when what is left goes over within the downtime limit."
                            + " With a stop_copy_length that is far too low it stops the guest too early, and"
                            + " the rest is paid for in downtime.",
                    "Have the driver's MIG_DATA_SIZE count all that STOP_COPY will give. Until then"
                            + " a lower downtime-limit makes the VMM wait longer.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                    "Linux 6.2",
                    "An estimate that is off by less than half, or by less than 1 MiB; an answer"
                            + " from more than 200 ms before the first read of STOP_COPY, since the device"
                            + " may have got dirty; the sum of initial_bytes and dirty_bytes, which is"
                            + " about pre-copy alone.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

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
                "STOP_COPY streamed " + Figures.bytes(streamed) + ", and stop_copy_length was " + Figures.bytes(told)
                        + " when the VMM asked last"));
    }

    /// The device had time to make dirty what the driver could not foresee.
    private static boolean isOld(EstimatePoint answer, SavedDevice device) {
        long readNs = device.history().stopCopy().firstNs();
        boolean known = answer.hasTime() && readNs != EventHeader.UNKNOWN_NS;
        return !known || readNs - answer.ns() > AGE_MAX_NS;
    }
}
