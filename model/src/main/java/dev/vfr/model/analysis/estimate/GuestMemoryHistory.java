package dev.vfr.model.analysis.estimate;

import java.util.List;

/// How much guest memory a source had left to send in one migration, by the VMM's own sums.
///
/// @param points in the order of their times; of many some are kept
/// @param syncs how many times the VMM looked anew which pages are dirty
/// @param sentBytes bytes of guest memory that went over between sums that show some going
/// @param readBytes bytes of device data read meanwhile
/// @param busyNs ns that this took
/// @param insideNs ns of it that were spent in reads of devices
record GuestMemoryHistory(
        int process,
        long firstSeq,
        long lastSeq,
        List<Point> points,
        long syncs,
        long sentBytes,
        long readBytes,
        long busyNs,
        long insideNs) {

    public GuestMemoryHistory {
        points = List.copyOf(points);
    }

    /// What the VMM knew at one moment.
    ///
    /// @param ns time on the host clock
    /// @param leftBytes what was dirty by the last look, and not sent
    /// @param dirtiedBytes what all looks together had found anew by then
    /// @param syncedNs when the last look was, before the first the time of the first sum
    public record Point(long seq, long ns, long leftBytes, long dirtiedBytes, long syncedNs) {}
}
