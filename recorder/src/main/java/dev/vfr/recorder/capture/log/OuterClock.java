package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventHeader;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.LinePrefix;

/// Gives lines without a time of their own the time at which they were logged.
///
/// A time without year or zone counts only in a text where some line has both it and a time of its own: the distance of
/// the two holds for the others.
final class OuterClock {

    private long aheadNs;
    private boolean known;

    /// Completes the prefix of the present line.
    void place(LinePrefix prefix, PeeledLines lines) {
        long rough = lines.roughNs();
        if (prefix.hasTime()) {
            if (rough != EventHeader.UNKNOWN_NS && !known) {
                aheadNs = prefix.timeNs() - rough;
                known = true;
            }
        } else if (lines.outerNs() != EventHeader.UNKNOWN_NS) {
            prefix.logged(lines.outerNs());
        } else if (known && rough != EventHeader.UNKNOWN_NS) {
            prefix.logged(rough + aheadNs);
        }
    }
}
