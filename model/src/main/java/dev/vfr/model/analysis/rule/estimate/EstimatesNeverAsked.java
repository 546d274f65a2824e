package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// The VMM never asked how much was left.
public final class EstimatesNeverAsked implements Rule {

    private static final Advice ADVICE = new Advice(
                    "estimates-never-asked",
                    "A VMM that switches over without having asked for stop_copy_length or for the"
                            + " pre-copy figures does so blindly: how long the guest stands still is left to"
                            + " chance.",
                    "Ask MIG_DATA_SIZE before the guest is stopped, and the pre-copy query while it" + " runs.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                    "Linux 6.2",
                    "A trace that does not see every call, such as a log; vfio-user, which has"
                            + " neither of the calls; a device without PRE_COPY, which has nothing to wait"
                            + " for.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, EstimatesNeverAsked::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        boolean asked = device.history().driverCount() > 0
                || !device.history().failures().isEmpty();
        boolean seesAll = device.source().trace().seesAll()
                && !device.source().trace().has(CaptureSource.FTRACE);
        if (asked
                || !seesAll
                || !device.history().enteredPreCopy()
                || device.stopCopyBytes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                device.source().trace(),
                device.number(),
                device.history().firstSeq(),
                Finding.Severity.INFO,
                "the VMM switched over without having asked the driver how much was left"));
    }
}
