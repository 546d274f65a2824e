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

/// A release of QEMU that counts pre-copy data twice kept the migration from switching over.
public final class PendingCountedTwice implements Rule {

    private static final Advice ADVICE = new Advice(
                    "pending-counted-twice",
                    "QEMU 8.1 to 9.1 add initial_bytes and dirty_bytes to stop_copy_length in an"
                            + " exact query, of which they are part. So a device with much of them never"
                            + " looks small enough.",
                    "Use QEMU 9.2 or later at the source; until then raise downtime-limit.",
                    "QEMU commit 3b5948f808",
                    "QEMU 8.1",
                    "QEMU 8.0, and 9.2 or later; a device that does not fit into the downtime limit"
                            + " counted once either.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

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
                        "stop_copy_length of "
                                + Figures.bytes(size.stopCopyLength().orElse(0))
                                + " goes over within the downtime limit; QEMU "
                                + device.vmmRelease().orElse("") + " adds initial_bytes and dirty_bytes of "
                                + Figures.bytes(left(device)) + " once more and never switched over"));
    }

    /// The rule finds that on the device, which leaves nothing to blame its guest for.
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
