package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.estimate.SavingHistory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A device whose data for STOP_COPY does not fit into the downtime limit, however empty pre-copy has read it, in a
/// migration that never switched over.
///
/// @param seq the last answer about the size of STOP_COPY
/// @param left bytes of it that pre-copy cannot read
/// @param allowed bytes that fit into the downtime limit, less than `left`
/// @param bytesPerSecond how fast pre-copy data was read while more of it waited
record NeverFits(long seq, long left, long allowed, long bytesPerSecond) {

    /// A shorter span shows no rate.
    private static final long SPAN_MIN_NS = 100_000_000;

    private static final double NS_PER_S = 1e9;

    static Optional<NeverFits> of(SavedDevice device) {
        SavingHistory history = device.history();
        List<EstimatePoint> sizes = history.sizePoints();
        if (!NeverSwitched.on(device) || sizes.isEmpty() || !device.readsAreKnown()) {
            return Optional.empty();
        }
        EstimatePoint last = sizes.getLast();
        long waiting = history.lastPreCopy()
                .map(point -> point.preCopyLeft().orElse(0))
                .orElse(0L);
        // As long as pre-copy data wait to be read, less may be left in the end.
        if (waiting > 0) {
            return Optional.empty();
        }
        long left = last.stopCopyLength().orElse(0);
        long pace = Math.max(sustained(history.driver()), Math.max(sustained(history.vmm()), ofInitialData(history)));
        OptionalLong allowed = device.allowedBytes(pace);
        return allowed.isPresent() && left > allowed.getAsLong()
                ? Optional.of(new NeverFits(last.seq(), left, allowed.getAsLong(), pace))
                : Optional.empty();
    }

    /// The best pace between two answers that both had more pre-copy data waiting, 0 where there are none.
    private static long sustained(List<EstimatePoint> points) {
        long best = 0;
        EstimatePoint from = null;
        for (EstimatePoint point : points) {
            if (point.preCopyLeft().isEmpty() || !point.hasTime()) {
                continue;
            }
            if (point.preCopyLeft().getAsLong() == 0) {
                from = null;
            } else if (from == null) {
                from = point;
            } else if (point.ns() - from.ns() >= SPAN_MIN_NS) {
                best = Math.max(best, perSecond(point.readBytes() - from.readBytes(), point.ns() - from.ns()));
                from = point;
            }
        }
        return best;
    }

    /// The pace of all reads of pre-copy, if all that they gave was waiting before the first of them; otherwise 0.
    private static long ofInitialData(SavingHistory history) {
        SavingHistory.Reads reads = history.preCopy();
        long waiting = Stream.concat(history.driver().stream(), history.vmm().stream())
                .filter(point -> point.readBytes() == 0)
                .mapToLong(point -> point.preCopyLeft().orElse(0))
                .max()
                .orElse(0);
        return reads.spanNs() >= SPAN_MIN_NS && reads.bytes() <= waiting ? perSecond(reads.bytes(), reads.spanNs()) : 0;
    }

    private static long perSecond(long bytes, long ns) {
        return (long) (bytes * NS_PER_S / ns);
    }
}
