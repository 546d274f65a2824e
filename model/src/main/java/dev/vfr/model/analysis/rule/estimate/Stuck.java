package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.Convergences;
import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Convergence.Trend;
import java.util.List;
import java.util.Optional;

/// A device that is read all the time and has no less left for it, in a migration that was aborted.
///
/// @param seq the last answer about what is left
/// @param left bytes that it reports
/// @param allowed bytes that fit into the downtime limit, less than `left`
/// @param grows what is left grows by half or more in the last half of pre-copy
record Stuck(long seq, long left, long allowed, long dirtyPerSecond, long readPerSecond, boolean grows) {

    static Optional<Stuck> of(SavedDevice device) {
        if (!NeverSwitched.on(device) || device.history().sizeUnknown().isPresent() || overflows(device)) {
            return Optional.empty();
        }
        Convergence convergence = Convergences.of(device);
        if (convergence.trend() != Trend.NEVER) {
            return Optional.empty();
        }
        long read = convergence.readBytesPerSecond().orElse(0);
        long dirty = convergence.dirtyBytesPerSecond().orElse(0);
        long left = convergence.leftBytes().orElse(0);
        long allowed = device.allowedBytes(read).orElse(0);
        if (read == 0 || left <= allowed) {
            return Optional.empty();
        }
        long seq = device.history().lastPreCopy().map(EstimatePoint::seq).orElse(-1L);
        return Optional.of(new Stuck(seq, left, allowed, dirty, read, dirty - read > read / GROWTH));
    }

    /// It grows where an eighth more gets dirty than is read.
    private static final long GROWTH = 8;

    private static boolean overflows(SavedDevice device) {
        List<EstimatePoint> points = device.history().driver();
        return points.stream().anyMatch(EstimatePoint::overflows);
    }
}
