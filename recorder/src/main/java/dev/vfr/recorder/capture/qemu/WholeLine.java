package dev.vfr.recorder.capture.qemu;

import java.util.Set;

/// Tells whether a last line without its newline can be taken for whole.
///
/// A log that was cut at any byte may end in `data_size 104` of `data_size 1048576`, or in `STOP` of
/// `STOP_COPY`. Only an end that nothing can follow proves the line whole.
final class WholeLine {

    private static final Set<String> WHOLE_WORDS = Set.of(
            "RESUMING",
            "STOP_COPY",
            "RUNNING_P2P",
            "PRE_COPY_P2P",
            "ERROR",
            "none",
            "setup",
            "active",
            "completed",
            "failed",
            "failing",
            "cancelling",
            "cancelled",
            "pre-switchover",
            "wait-unplug",
            "colo");
    private static final int TAG_LENGTH = "0xffffffffef100001".length();

    private WholeLine() {}

    /// @param text what the event printed
    static boolean isCertain(TraceEvents.Known event, String text) {
        if (text.isEmpty()) {
            return event.meaning() == Meaning.STEP;
        }
        if (text.endsWith(")") || event.meaning() == Meaning.MIGRATION_ERROR) {
            return true;
        }
        String last = text.substring(Math.max(text.lastIndexOf(' '), text.lastIndexOf('=')) + 1);
        return last.equals("0")
                || WHOLE_WORDS.contains(last)
                || (event.meaning() == Meaning.STREAM_RECORD_LOADED && last.length() == TAG_LENGTH);
    }
}
