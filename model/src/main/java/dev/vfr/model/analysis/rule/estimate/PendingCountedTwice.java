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

/// A release of QEMU that counts pre-copy data twice kept the migration from switching over.
public final class PendingCountedTwice implements Rule {

    private static final Advice ADVICE = new Advice(
                    "pending-counted-twice",
                    "QEMU 8.1 to 9.1 add initial_bytes and dirty_bytes to stop_copy_length, which"
                            + " already has them. A device with much of them never fits.",
                    "Use QEMU 9.2 or later at the source, or raise downtime-limit" + " (migrate-set-parameters).",
                    "QEMU commit 3b5948f808",
                    "QEMU 8.1",
                    "QEMU 8.0, and 9.2 or later. A device that does not fit into the downtime limit"
                            + " even counted once.")
            .titled("QEMU counts pre-copy data twice")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, PendingCountedTwice::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        return twice(device)
                .map(size -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        size.seq(),
                        Finding.Severity.WARNING,
                        Sentence.of("{stopCopyBytes} fit into the downtime limit of {limitNs}, but QEMU {release} adds"
                                        + " {preCopyBytes} again and never switched over")
                                .bytes("stopCopyBytes", size.stopCopyLength().orElse(0))
                                .bytes("preCopyBytes", left(device))
                                .time("limitNs", device.source().downtimeLimitNs())
                                .text("release", device.vmmRelease().orElse(""))));
    }

    /// The rule finds that on the device, so its guest is not the reason.
    static boolean explains(SavedDevice device) {
        return twice(device).isPresent();
    }

    private static Optional<EstimatePoint> twice(SavedDevice device) {
        List<EstimatePoint> sizes = device.history().sizePoints();
        if (!NeverSwitched.on(device)
                || sizes.isEmpty()
                || !countsTwice(device.vmmRelease().orElse(""))) {
            return Optional.empty();
        }
        long once = sizes.getLast().stopCopyLength().orElse(-1);
        long allowed = device.readBytesPerSecond().isPresent()
                ? device.allowedBytes(device.readBytesPerSecond().getAsLong()).orElse(0)
                : 0;
        boolean kept = once >= 0 && once <= allowed && once + left(device) > allowed;
        return kept ? Optional.of(sizes.getLast()) : Optional.empty();
    }

    private static long left(SavedDevice device) {
        return device.history()
                .lastPreCopy()
                .map(point -> point.preCopyLeft().orElse(0))
                .orElse(0L);
    }

    private static boolean countsTwice(String release) {
        return release.matches("(8\\.[12]|9\\.[01])(\\..*)?");
    }
}
