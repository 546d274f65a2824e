package dev.vfr.model.analysis.pass;

import java.util.OptionalLong;

/// The data that one device gave or took on one side of a migration.
///
/// @param bytes how many bytes moved
/// @param preCopyBytes bytes read before STOP_COPY
/// @param unsized data moved, and the source does not show how much
/// @param when the times of the first and last transfers
/// @param marks when which byte had moved
/// @param digest of the bytes read or written
/// @param stopCopyReads reads in STOP_COPY
/// @param writes every write, that of pre-copy data too
public record MovedData(
        long bytes,
        long preCopyBytes,
        boolean unsized,
        When when,
        StreamMarks marks,
        StreamDigest digest,
        TransferTimes stopCopyReads,
        Writes writes) {

    /// When the first and last transfers were, host clock, UNKNOWN_NS if there was no such transfer or it has no time.
    ///
    /// @param lastReadSeq the last read that gave data, -1 before the first
    /// @param lastMovedNs the return of the last transfer
    /// @param firstStopCopyReadNs the entry of the first read in STOP_COPY
    /// @param lastStopCopyReadNs the return of the last read in STOP_COPY
    public record When(long lastReadSeq, long lastMovedNs, long firstStopCopyReadNs, long lastStopCopyReadNs) {}

    /// How long the writes took.
    ///
    /// @param busyNs all writes together, ns; empty if the duration of a write is not shown
    /// @param writing how long the writes had taken together, ns, when so many bytes were written
    public record Writes(OptionalLong busyNs, StreamMarks writing) {}

    /// How long the writes took of what follows byte `position`, ns; empty if a write's duration is not shown.
    public OptionalLong writingAfter(long position) {
        if (writes.busyNs().isEmpty() || unsized) {
            return OptionalLong.empty();
        }
        StreamMarks writing = writes.writing();
        int first = writing.firstFrom(position + 1);
        if (first < 0) {
            return OptionalLong.of(0);
        }
        return OptionalLong.of(writes.busyNs().getAsLong() - (first == 0 ? 0 : writing.ns(first - 1)));
    }
}
