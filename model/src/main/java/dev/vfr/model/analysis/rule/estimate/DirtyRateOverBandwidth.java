package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// A device makes its data dirty faster than it is read.
public final class DirtyRateOverBandwidth implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dirty-rate-over-bandwidth",
                    "What is left in pre-copy grows though it is read all the time: this migration"
                            + " moves away from its end.",
                    "Raise the bandwidth, or lower the load of the device in the guest;"
                            + " downtime-limit alone would have to grow with it.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 6.2",
                    "Dirty data that grows while nobody reads it, or for a while only: the last"
                            + " half of pre-copy counts.")
            .by(Mover.OPERATOR)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, DirtyRateOverBandwidth::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        return Stuck.of(device)
                .filter(stuck -> stuck.grows() && !PendingCountedTwice.explains(device))
                .map(stuck -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        stuck.seq(),
                        Finding.Severity.WARNING,
                        Figures.bytes(stuck.dirtyPerSecond()) + "/s get dirty and "
                                + Figures.bytes(stuck.readPerSecond()) + "/s are read: " + Figures.bytes(stuck.left())
                                + " are left and it gets more"));
    }
}
