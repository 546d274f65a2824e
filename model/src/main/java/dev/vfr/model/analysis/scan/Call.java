package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.EventHeader;

/// When a call was made, on the host clock of its process.
///
/// @param seq the event that shows it
/// @param earliestNs no later than the entry: the entry itself, or the event before it where the source shows only
///     the return; UNKNOWN_NS where there are no times
/// @param calledNs the entry, or the best that the source shows
/// @param returnedNs no earlier than the return
public record Call(long seq, long earliestNs, long calledNs, long returnedNs) {

    /// @param previousNs the last time in the same process before the event
    static Call of(EventHeader header, long previousNs) {
        if (header.hasDuration() || !header.hasTime()) {
            return new Call(
                    header.seq(),
                    header.timeNs(),
                    header.timeNs(),
                    header.hasDuration() ? header.endNs() : header.timeNs());
        }
        long earliest = previousNs == EventHeader.UNKNOWN_NS ? header.timeNs() : Math.min(previousNs, header.timeNs());
        return new Call(header.seq(), earliest, header.timeNs(), header.timeNs());
    }

    public boolean hasTime() {
        return calledNs != EventHeader.UNKNOWN_NS;
    }
}
