package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.recorder.capture.text.EpochTime;
import java.time.DateTimeException;
import java.time.LocalDate;

/// What stands before the text of a line when QEMU runs with `-msg timestamp=on`, or when libvirt wrote it.
///
/// | form | who prints it |
/// |---|---|
/// | `THREAD@SECONDS.MICROSECONDS:` | the trace log up to 10.0 |
/// | `YYYY-MM-DDTHH:MM:SS.uuuuuuZ ` | the trace log since 10.1, messages on stderr in every release; UTC, the fraction
/// left out where it is zero |
/// | `YYYY-MM-DD HH:MM:SS.mmm+HHMM: ` | libvirt, in the log of a domain |
///
/// One object is used for all lines: [#parse] overwrites what it says.
public final class LinePrefix {

    private static final int DATE_LENGTH = 10;
    private static final int MICROS_DIGITS = 6;
    private static final int LIBVIRT_ZONE = "YYYY-MM-DD HH:MM:SS.mmm".length();
    private static final long NS_PER_SECOND = 1_000_000_000;

    private long timeNs;
    private int thread;
    private int bodyStart;
    private boolean iso;
    private boolean libvirt;
    private boolean loggedOnly;

    private long cachedDateKey = -1;
    private long cachedDaySeconds;

    /// Reads the prefix of the line in `bytes` from `from` to `to`.
    public void parse(byte[] bytes, int from, int to) {
        timeNs = CaptureCursor.NO_TIME;
        thread = EventHeader.NONE;
        bodyStart = from;
        iso = false;
        libvirt = false;
        loggedOnly = false;
        if (to - from < 20 || !isDigit(bytes[from])) {
            return;
        }
        if (bytes[from + 4] == '-' && bytes[from + DATE_LENGTH] == 'T') {
            parseIso(bytes, from, to);
        } else if (bytes[from + 4] == '-' && bytes[from + DATE_LENGTH] == ' ') {
            parseLibvirt(bytes, from, to);
        } else {
            parseThreadAndSeconds(bytes, from, to);
        }
    }

    private void parseThreadAndSeconds(byte[] bytes, int from, int to) {
        int i = from;
        long threadId = 0;
        while (i < to && isDigit(bytes[i]) && i - from < 10) {
            threadId = threadId * 10 + (bytes[i++] - '0');
        }
        if (i == to || bytes[i] != '@' || threadId > Integer.MAX_VALUE) {
            return;
        }
        int secondsStart = ++i;
        long seconds = 0;
        while (i < to && isDigit(bytes[i]) && i - secondsStart < 12) {
            seconds = seconds * 10 + (bytes[i++] - '0');
        }
        int fractionStart = i + 1;
        if (i == secondsStart || fractionStart + MICROS_DIGITS >= to || bytes[i] != '.') {
            return;
        }
        long micros = twoToNineDigits(bytes, fractionStart, MICROS_DIGITS);
        if (micros < 0 || bytes[fractionStart + MICROS_DIGITS] != ':') {
            return;
        }
        thread = (int) threadId;
        timeNs = EpochTime.isPossible(seconds) ? (seconds * 1_000_000 + micros) * 1_000 : CaptureCursor.NO_TIME;
        bodyStart = fractionStart + MICROS_DIGITS + 1;
    }

    private void parseIso(byte[] bytes, int from, int to) {
        long epochSeconds = epochSeconds(bytes, from);
        if (epochSeconds < 0) {
            return;
        }
        int i = from + 19;
        long fractionNs = 0;
        if (bytes[i] == '.') {
            long unit = 100_000_000;
            for (i++; i < to && isDigit(bytes[i]); i++) {
                fractionNs += unit * (bytes[i] - '0');
                unit /= 10;
            }
        }
        if (i + 1 >= to || bytes[i] != 'Z' || bytes[i + 1] != ' ') {
            return;
        }
        iso = true;
        timeNs = ns(epochSeconds, fractionNs);
        bodyStart = i + 2;
    }

    private void parseLibvirt(byte[] bytes, int from, int to) {
        int zone = from + LIBVIRT_ZONE;
        long epochSeconds = epochSeconds(bytes, from);
        if (epochSeconds < 0 || zone + 7 > to || bytes[zone - 4] != '.') {
            return;
        }
        long millis = twoToNineDigits(bytes, zone - 3, 3);
        long hours = twoToNineDigits(bytes, zone + 1, 2);
        long minutes = twoToNineDigits(bytes, zone + 3, 2);
        boolean signed = bytes[zone] == '+' || bytes[zone] == '-';
        if (millis < 0 || hours < 0 || minutes < 0 || !signed || bytes[zone + 5] != ':' || bytes[zone + 6] != ' ') {
            return;
        }
        long ahead = (hours * 60 + minutes) * 60;
        libvirt = true;
        timeNs = ns(epochSeconds - (bytes[zone] == '+' ? ahead : -ahead), millis * 1_000_000);
        bodyStart = zone + 7;
    }

    private static long ns(long seconds, long fractionNs) {
        return EpochTime.isPossible(seconds) ? seconds * NS_PER_SECOND + fractionNs : CaptureCursor.NO_TIME;
    }

    /// Seconds of `YYYY-MM-DD?HH:MM:SS` since 1970, -1 where the bytes are none.
    private long epochSeconds(byte[] bytes, int from) {
        if (bytes[from + 7] != '-' || bytes[from + 13] != ':' || bytes[from + 16] != ':') {
            return -1;
        }
        long hours = twoToNineDigits(bytes, from + 11, 2);
        long minutes = twoToNineDigits(bytes, from + 14, 2);
        long seconds = twoToNineDigits(bytes, from + 17, 2);
        if (hours < 0 || minutes < 0 || seconds < 0 || !readDate(bytes, from)) {
            return -1;
        }
        return cachedDaySeconds + hours * 3600 + minutes * 60 + seconds;
    }

    private boolean readDate(byte[] bytes, int from) {
        long year = twoToNineDigits(bytes, from, 4);
        long month = twoToNineDigits(bytes, from + 5, 2);
        long day = twoToNineDigits(bytes, from + 8, 2);
        long key = year * 10_000 + month * 100 + day;
        if (year < 0 || month < 0 || day < 0) {
            return false;
        }
        if (key != cachedDateKey) {
            try {
                cachedDaySeconds =
                        LocalDate.of((int) year, (int) month, (int) day).toEpochDay() * 86_400;
            } catch (DateTimeException e) {
                return false;
            }
            cachedDateKey = key;
        }
        return true;
    }

    private static long twoToNineDigits(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where the line shows none.
    public long timeNs() {
        return timeNs;
    }

    public boolean hasTime() {
        return timeNs != CaptureCursor.NO_TIME;
    }

    /// Whether who printed the line printed its time, too.
    public boolean hasOwnTime() {
        return hasTime() && !loggedOnly;
    }

    /// Gives the line, which has no time of its own, the one at which it was logged.
    ///
    /// @param ns since 1970-01-01T00:00:00Z
    public void logged(long ns) {
        timeNs = ns;
        loggedOnly = true;
    }

    /// The thread's id, [EventHeader#NONE] where the line shows none.
    public int thread() {
        return thread;
    }

    /// Index of the first byte after the prefix.
    public int bodyStart() {
        return bodyStart;
    }

    /// The form that trace lines since 10.1 and messages share.
    public boolean isIso() {
        return iso;
    }

    /// The form of the lines that libvirt adds to the log of a domain.
    public boolean isLibvirt() {
        return libvirt;
    }
}
