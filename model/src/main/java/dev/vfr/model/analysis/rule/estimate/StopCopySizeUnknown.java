package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.estimate.SavingHistory;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// The driver could not tell how much STOP_COPY would stream, and the VMM never switched over.
public final class StopCopySizeUnknown implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-copy-size-unknown",
                    "Where GET MIG_DATA_SIZE fails, QEMU assumes 100 GiB, which never goes over"
                            + " within the downtime limit: the migration goes on for ever.",
                    "Use a driver that answers MIG_DATA_SIZE. Without one,"
                            + " avail-switchover-bandwidth or downtime-limit high enough for 100 GiB lets the"
                            + " VMM switch over at once.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size; QEMU,"
                            + " vfio_query_stop_copy_size",
                    "Linux 6.2",
                    "A migration that did switch over; a driver that failed once and answered at" + " another time.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, StopCopySizeUnknown::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        Optional<SavingHistory.Failure> failed = device.history().sizeUnknown();
        if (failed.isEmpty() || !NeverSwitched.on(device)) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                device.source().trace(),
                device.number(),
                failed.get().seq(),
                Finding.Severity.WARNING,
                "the driver cannot tell stop_copy_length (" + failed.get().errno()
                        + "), so QEMU assumes 100 GiB, and the migration never switched over"));
    }
}
