package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import dev.vfr.recorder.capture.text.EpochTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the times that log collectors put before a line.
///
/// A time counts only where it is complete: with date, year and zone. The others ([#rough]) tell how much later one
/// line
/// was written than another, and nothing else.
final class OuterTime {

    /// A regular expression of a complete date and time, which [#complete] reads.
    static final String ISO =
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))";

    /// The same with the zone left out.
    static final String LOCAL = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";

    /// What syslog has printed since 1983.
    static final String SHORT = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?";

    private static final Pattern PARTS = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[T ](\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?(?: ?(Z|UTC|[+-]\\d\\d:?\\d\\d))?");
    private static final Pattern SHORT_PARTS =
            Pattern.compile("([A-Z][a-z]{2}) ([ \\d]\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int NS_DIGITS = 9;

    private OuterTime() {}

    /// The time of `text` in ns since 1970-01-01T00:00:00Z, [EventHeader#UNKNOWN_NS] where it is not complete.
    static long complete(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || parts.group(8) == null) {
            return EventHeader.UNKNOWN_NS;
        }
        return ns(local(parts), offsetSeconds(parts.group(8)), parts.group(7));
    }

    /// The time of `text`, which lacks zone or year; good for differences only.
    static long rough(String text) {
        Matcher parts = PARTS.matcher(text);
        if (parts.matches()) {
            return ns(local(parts), 0, parts.group(7));
        }
        Matcher brief = SHORT_PARTS.matcher(text);
        if (!brief.matches()) {
            return EventHeader.UNKNOWN_NS;
        }
        int month = MONTHS.indexOf(brief.group(1)) + 1;
        // Any leap year will do.
        return ns(
                localSeconds(2000, month, brief.group(2).strip(), brief.group(3), brief.group(4), brief.group(5)),
                0,
                brief.group(6));
    }

    /// `seconds` with a fraction, since 1970 or since the start of a machine.
    static long seconds(String seconds) {
        int dot = seconds.indexOf('.');
        try {
            long whole = Long.parseLong(dot < 0 ? seconds : seconds.substring(0, dot));
            return ns(whole, 0, dot < 0 ? null : seconds.substring(dot + 1));
        } catch (NumberFormatException e) {
            return EventHeader.UNKNOWN_NS;
        }
    }

    /// `micros` since 1970.
    static long micros(String micros) {
        try {
            long value = Long.parseLong(micros);
            return EpochTime.isPossible(value / 1_000_000) ? value * 1_000 : EventHeader.UNKNOWN_NS;
        } catch (NumberFormatException e) {
            return EventHeader.UNKNOWN_NS;
        }
    }

    private static long local(Matcher parts) {
        return localSeconds(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3),
                parts.group(4),
                parts.group(5),
                parts.group(6));
    }

    private static long localSeconds(int year, int month, String day, String hour, String minute, String second) {
        try {
            return LocalDateTime.of(
                            year,
                            month,
                            Integer.parseInt(day),
                            Integer.parseInt(hour),
                            Integer.parseInt(minute),
                            Integer.parseInt(second))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }

    private static int offsetSeconds(String zone) {
        if (zone.equals("Z") || zone.equals("UTC")) {
            return 0;
        }
        int hours = Integer.parseInt(zone.substring(1, 3));
        int minutes = Integer.parseInt(zone.substring(zone.length() - 2));
        int seconds = (hours * 60 + minutes) * 60;
        return zone.charAt(0) == '-' ? -seconds : seconds;
    }

    private static long ns(long seconds, int offset, @org.jspecify.annotations.Nullable String fraction) {
        if (seconds == Long.MIN_VALUE || !EpochTime.isPossible(seconds - offset)) {
            return EventHeader.UNKNOWN_NS;
        }
        String digits = fraction == null ? "" : fraction;
        StringBuilder padded = new StringBuilder(digits.substring(0, Math.min(NS_DIGITS, digits.length())));
        while (padded.length() < NS_DIGITS) {
            padded.append('0');
        }
        return (seconds - offset) * NS_PER_SECOND + Long.parseLong(padded.toString());
    }

    /// `ns` as libvirt prints a time.
    static String asLibvirt(long ns) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_SECOND), Math.floorMod(ns, NS_PER_SECOND));
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return String.format(
                java.util.Locale.ROOT, "%tF %<tT.%03d+0000: ", time, time.get(ChronoField.MILLI_OF_SECOND));
    }
}
