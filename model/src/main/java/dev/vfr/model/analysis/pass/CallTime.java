package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;

/// When a call was made, on the host clock of its process.
///
/// @param seq the event that shows it
/// @param earliestNs no later than the entry: the entry itself, or the event before it if the source shows only the
///     return; UNKNOWN_NS without times
/// @param calledNs the entry, or the best that the source shows
/// @param returnedNs no earlier than the return
public record CallTime(long seq, long earliestNs, long calledNs, long returnedNs) {

    /// @param previousNs the last time in the same process before the event
    static CallTime of(EventHeader header, long previousNs) {
        if (header.hasDuration() || !header.hasTime()) {
            return new CallTime(
                    header.seq(),
                    header.timeNs(),
                    header.timeNs(),
                    header.hasDuration() ? header.endNs() : header.timeNs());
        }
        long earliest = previousNs == EventHeader.UNKNOWN_NS ? header.timeNs() : Math.min(previousNs, header.timeNs());
        return new CallTime(header.seq(), earliest, header.timeNs(), header.timeNs());
    }

    public boolean hasTime() {
        return calledNs != EventHeader.UNKNOWN_NS;
    }
}
