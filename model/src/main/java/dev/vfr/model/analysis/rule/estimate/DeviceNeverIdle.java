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

/// A device makes its data dirty as fast as it is read, so that the VMM never sees a moment to switch over.
public final class DeviceNeverIdle implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-never-idle",
                    "What is left in pre-copy stays above what the downtime limit allows, whatever"
                            + " is read. No further round helps.",
                    "Raise downtime-limit or the bandwidth, or lower the load of the device in the"
                            + " guest. A driver that sends all of its context in each round can say so with"
                            + " less dirty_bytes.",
                    "QEMU commit 4e1871c450; design of virtio-vfio-pci",
                    "Linux 6.2",
                    "A device whose small rest never reaches 0, when the VMM switched over; a"
                            + " driver that was read empty (ENOMSG) at times.")
            .by(Mover.OPERATOR)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, DeviceNeverIdle::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        return Stuck.of(device)
                .filter(stuck -> !stuck.grows() && !PendingCountedTwice.explains(device))
                .map(stuck -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        stuck.seq(),
                        Finding.Severity.WARNING,
                        "what is left in pre-copy stays at " + Figures.bytes(stuck.left()) + ", and "
                                + Figures.bytes(stuck.allowed()) + " go over within the downtime limit"));
    }
}
