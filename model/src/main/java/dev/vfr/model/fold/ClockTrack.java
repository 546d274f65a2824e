package dev.vfr.model.fold;

/// A host clock and the anchors that tie it to real time.
///
/// @param number the trace's number of the clock
/// @param anchors how many anchors were seen, 0 where the clock is only named
/// @param monotonicNs ns on this clock at the first anchor; without meaning where there is none
/// @param realtimeNs ns since 1970-01-01T00:00:00Z at the first anchor
/// @param uncertaintyNs ns, how far apart the two readings of the first anchor may be
public record ClockTrack(int number, long anchors, long monotonicNs, long realtimeNs, long uncertaintyNs) {

    public boolean isAnchored() {
        return anchors > 0;
    }
}
