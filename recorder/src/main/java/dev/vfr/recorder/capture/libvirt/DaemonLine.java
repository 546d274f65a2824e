package dev.vfr.recorder.capture.libvirt;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of the log of libvirt's daemon (libvirtd, virtqemud), behind its time:
///
///     THREAD: LEVEL : FUNCTION:LINE : TEXT
///
/// In a journal and in virt-launcher's output the text may stand alone. What QEMU and libvirt say to each other:
///
/// | text | what it is |
/// |---|---|
/// | `QEMU_MONITOR_NEW: mon=0x… fd=27` | a conversation begins |
/// | `QEMU_MONITOR_SEND_MSG: mon=0x… msg={…}` | a command |
/// | `QEMU_MONITOR_RECV_REPLY: mon=0x… reply={…}` | its answer |
/// | `QEMU_MONITOR_RECV_EVENT: mon=0x… event={…}` | an event |
/// | `QEMU_MONITOR_CLOSE: mon=0x…`, `QEMU_MONITOR_IO_…` | no message of its own |
///
/// One object is used for all lines: [#parse] overwrites what it says.
public final class DaemonLine {

    /// What a line is.
    public enum Kind {
        NONE,
        /// A message of QMP, in whole.
        MESSAGE,
        /// A conversation begins.
        OPENED,
        /// A conversation ends.
        CLOSED,
        /// What libvirt says went wrong.
        ERROR,
        WARNING,
        OTHER
    }

    private static final byte[] MONITOR = "QEMU_MONITOR_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MON = " mon=".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern PREFIX =
            Pattern.compile("^(\\d+): (debug|info|warning|error) : (?:([\\w.]+):(\\d+) : )?");

    static final int NO_THREAD = -1;

    private String monitor = "";
    private int thread = NO_THREAD;
    private int from;
    private int to;
    private String text = "";

    /// What the text of a line is.
    ///
    /// @param afterTime whether libvirt's time stands before it; without it, only the talk with QEMU counts
    public Kind parse(byte[] bytes, int start, int end, boolean afterTime) {
        text = "";
        int at = monitorIn(bytes, start, end);
        thread = afterTime ? number(bytes, start, end) : NO_THREAD;
        if (at >= 0) {
            return conversation(bytes, at, end);
        }
        return afterTime ? own(bytes, start, end) : Kind.NONE;
    }

    /// Where `QEMU_MONITOR_` begins: behind thread, level and place, or at the start.
    private static int monitorIn(byte[] bytes, int start, int end) {
        if (startsWith(bytes, start, end, MONITOR)) {
            return start;
        }
        int limit = Math.min(end - MONITOR.length, start + 160);
        for (int i = start; i < limit; i++) {
            if (bytes[i] == ':' && bytes[i + 1] == ' ' && startsWith(bytes, i + 2, end, MONITOR)) {
                return i + 2;
            }
        }
        return -1;
    }

    private Kind conversation(byte[] bytes, int at, int end) {
        int nameEnd = at;
        while (nameEnd < end && bytes[nameEnd] != ':') {
            nameEnd++;
        }
        String name = new String(bytes, at, nameEnd - at, StandardCharsets.US_ASCII);
        int mon = nameEnd + 1;
        if (!startsWith(bytes, mon, end, MON)) {
            return Kind.OTHER;
        }
        int pointer = mon + MON.length;
        int pointerEnd = pointer;
        while (pointerEnd < end && bytes[pointerEnd] != ' ') {
            pointerEnd++;
        }
        if (monitor.length() != pointerEnd - pointer || !isMonitor(bytes, pointer)) {
            monitor = new String(bytes, pointer, pointerEnd - pointer, StandardCharsets.US_ASCII);
        }
        return switch (name) {
            case "QEMU_MONITOR_SEND_MSG", "QEMU_MONITOR_RECV_REPLY", "QEMU_MONITOR_RECV_EVENT" ->
                object(bytes, pointerEnd, end);
            case "QEMU_MONITOR_NEW" -> Kind.OPENED;
            case "QEMU_MONITOR_CLOSE", "QEMU_MONITOR_FREE" -> Kind.CLOSED;
            default -> Kind.OTHER;
        };
    }

    private boolean isMonitor(byte[] bytes, int pointer) {
        for (int i = 0; i < monitor.length(); i++) {
            if (bytes[pointer + i] != monitor.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The object behind ` msg=`, ` reply=` or ` event=`; what stands behind it is cut off.
    private Kind object(byte[] bytes, int at, int end) {
        int open = at;
        while (open < end && bytes[open] != '{') {
            open++;
        }
        int close = end;
        while (close > open && bytes[close - 1] != '}') {
            close--;
        }
        from = open;
        to = close;
        return close > open ? Kind.MESSAGE : Kind.OTHER;
    }

    private Kind own(byte[] bytes, int start, int end) {
        String line = new String(bytes, start, Math.min(end - start, 4096), StandardCharsets.UTF_8);
        Matcher prefix = PREFIX.matcher(line);
        if (!prefix.find()) {
            return Kind.NONE;
        }
        text = line.substring(prefix.end());
        return switch (prefix.group(2)) {
            case "error" -> Kind.ERROR;
            case "warning" -> Kind.WARNING;
            default -> Kind.OTHER;
        };
    }

    /// The pointer by which the daemon tells its conversations apart, such as `0x7f072000f230`.
    public String monitor() {
        return monitor;
    }

    /// Where the message of the present line begins.
    public int from() {
        return from;
    }

    /// Where the message of the present line ends.
    public int to() {
        return to;
    }

    /// What libvirt says, for the kinds that are no message of QMP.
    public String text() {
        return text;
    }

    private static int number(byte[] bytes, int start, int end) {
        int value = 0;
        int at = start;
        while (at < end && at - start < 9 && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        return at == start ? NO_THREAD : value;
    }

    /// The daemon's thread, [#NO_THREAD] where the line does not show it. One thread does one job of one VM at a time.
    int thread() {
        return thread;
    }

    private static boolean startsWith(byte[] bytes, int at, int end, byte[] wanted) {
        if (at + wanted.length > end) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
