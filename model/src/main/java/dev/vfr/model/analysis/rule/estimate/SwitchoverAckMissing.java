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

/// The initial data of a device was never read while others were, so that no switchover-ack can come.
public final class SwitchoverAckMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "switchover-ack-missing",
                    "With switchover-ack the source waits until the destination has loaded every"
                            + " device's initial data. Releases before 9.0 read one device until it is empty,"
                            + " so a device that is never idle starves those behind it.",
                    "Use QEMU 9.0 or later at the source, or switch switchover-ack off.",
                    "QEMU commit 4e1871c450",
                    "QEMU 8.1",
                    "A device whose initial data was read; one that was alone; a migration that did" + " switch over.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, SwitchoverAckMissing::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        if (!NeverSwitched.on(device) || !isStarved(device)) {
            return Optional.empty();
        }
        EstimatePoint last = device.history().lastPreCopy().orElseThrow();
        return Optional.of(ADVICE.on(
                device.scan(),
                device.part().device,
                last.seq(),
                Finding.Severity.WARNING,
                Figures.bytes(last.initialBytes().orElse(0)) + " of initial data were never read, while "
                        + Figures.bytes(device.history().othersBytes())
                        + " were read from other devices: a switchover-ack cannot come"));
    }

    /// Another device of the same migration waits behind this one.
    static boolean starves(SavedDevice device) {
        return SavedDevice.of(device.migration()).stream().anyMatch(SwitchoverAckMissing::isStarved);
    }

    private static boolean isStarved(SavedDevice device) {
        boolean left = device.history()
                .lastPreCopy()
                .filter(point -> point.initialBytes().orElse(0) > 0)
                .isPresent();
        return left
                && device.readsAreKnown()
                && device.history().preCopy().calls() == 0
                && device.history().temporaryEnds() == 0
                && device.history().othersBytes() > 0;
    }
}
