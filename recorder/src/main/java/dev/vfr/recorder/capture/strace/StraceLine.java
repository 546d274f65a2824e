package dev.vfr.recorder.capture.strace;

import dev.vfr.model.event.EventHeader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of strace, cut into its columns.
///
/// @param thread of the column before the time, [EventHeader#NONE] where there is none
/// @param epochNs ns since 1970-01-01T00:00:00Z, [EventHeader#UNKNOWN_NS] where the line has no such time
/// @param time the time as printed, empty where there is none
/// @param body what follows
record StraceLine(int thread, long epochNs, String time, String body) {

    /// `97    ` or `[pid    97] `, then the time of one of the options -t, -tt, -ttt, -r.
    private static final Pattern COLUMNS = Pattern.compile(
            "^(?:\\[pid +(\\d{1,9})] |(\\d{1,9}) +)?(?:([0-9:]+(?:\\.\\d+)?(?: \\(\\+ *[0-9.]+\\))?) +)?");
    private static final Pattern EPOCH = Pattern.compile("(\\d{9,11})\\.(\\d{1,9})");
    private static final Pattern CALL_START = Pattern.compile("^(<\\.\\.\\. )?[a-z_][a-z_0-9]*(\\(| resumed)");

    private static final long NS_PER_SECOND = 1_000_000_000;

    static StraceLine of(String line) {
        Matcher columns = COLUMNS.matcher(line);
        if (!columns.lookingAt()) {
            return new StraceLine(EventHeader.NONE, EventHeader.UNKNOWN_NS, "", line);
        }
        String pid = columns.group(1) == null ? columns.group(2) : columns.group(1);
        String time = columns.group(3) == null ? "" : columns.group(3);
        int thread = pid == null ? EventHeader.NONE : Integer.parseInt(pid);
        return new StraceLine(thread, epochNs(time), time, line.substring(columns.end()));
    }

    /// Whether the line is about a call: a whole one, its beginning or its end.
    boolean isCall() {
        return CALL_START.matcher(body).lookingAt();
    }

    /// Whether it tells of the end of a thread or of a signal.
    boolean isNote() {
        return body.startsWith("+++ ") || body.startsWith("--- ");
    }

    boolean hasTime() {
        return epochNs != EventHeader.UNKNOWN_NS;
    }

    private static long epochNs(@Nullable String time) {
        if (time == null) {
            return EventHeader.UNKNOWN_NS;
        }
        Matcher epoch = EPOCH.matcher(time);
        if (!epoch.lookingAt()) {
            return EventHeader.UNKNOWN_NS;
        }
        long seconds = Long.parseLong(epoch.group(1));
        return seconds > Long.MAX_VALUE / NS_PER_SECOND - 1
                ? EventHeader.UNKNOWN_NS
                : seconds * NS_PER_SECOND + fractionNs(epoch.group(2));
    }

    /// The digits after the point as ns.
    static long fractionNs(String digits) {
        return Long.parseLong((digits + "000000000").substring(0, 9));
    }
}
