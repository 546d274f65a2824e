package dev.vfr.model.report;

import java.util.Locale;

/// Figures for people, the same in every view: three digits that count, in a unit that suits the size.
public final class Figures {

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long NS_PER_S = 1_000_000_000;
    private static final long S_PER_MIN = 60;
    private static final long S_PER_H = 3_600;
    private static final long S_PER_D = 86_400;
    private static final long TWO = 2;

    private Figures() {}

    /// A span such as `850 ns`, `663 µs`, `20.3 ms`, `1.59 s`, `2 min 05 s`, `3 h 20 min`, `14 d 2 h`.
    public static String time(long ns) {
        if (ns < 0) {
            return "-" + time(ns == Long.MIN_VALUE ? Long.MAX_VALUE : -ns);
        }
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 999_500) {
            return digits(ns / 1e3) + " µs";
        }
        if (ns < 999_500_000L) {
            return digits(ns / 1e6) + " ms";
        }
        long seconds = ns / NS_PER_S;
        if (seconds < TWO * S_PER_MIN) {
            return digits(ns / 1e9) + " s";
        }
        if (seconds < TWO * S_PER_H) {
            return pair("%d min %02d s", seconds, S_PER_MIN, 1);
        }
        return seconds < TWO * S_PER_D
                ? pair("%d h %02d min", seconds, S_PER_H, S_PER_MIN)
                : pair("%d d %d h", seconds, S_PER_D, S_PER_H);
    }

    private static String pair(String format, long seconds, long large, long small) {
        return String.format(Locale.ROOT, format, seconds / large, seconds % large / small);
    }

    /// A span between two bounds, such as `20.1–24.3 ms`; one figure where the two read the same.
    public static String time(Interval ns) {
        String min = time(ns.min());
        String max = time(ns.max());
        if (min.equals(max)) {
            return min;
        }
        int minUnit = min.lastIndexOf(' ');
        boolean sameUnit = min.substring(minUnit).equals(max.substring(max.lastIndexOf(' ')));
        // Behind a minus sign a dash would be read as another one.
        String dash = ns.min() < 0 || ns.max() < 0 ? " to " : "–";
        return (sameUnit ? min.substring(0, minUnit) : min) + dash + max;
    }

    /// A time that a VMM reported in whole ms, such as `1018 ms`.
    public static String wholeMs(long ns) {
        return ns / 1_000_000 + " ms";
    }

    /// A size such as `80 MiB`, `24 B`.
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "-" + bytes(bytes == Long.MIN_VALUE ? Long.MAX_VALUE : -bytes);
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : digits(value) + " " + BYTE_UNITS[unit];
    }

    /// Such as `9,876,543`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// Such as `0x3b75`.
    public static String hex(long bits) {
        return "0x" + Long.toHexString(bits);
    }

    /// Time since the start of a trace in seconds with all its microseconds, such as `5.012345 s`.
    public static String sinceStart(long ns) {
        return String.format(Locale.ROOT, "%,.6f s", ns / 1e9);
    }

    /// Three digits that count, without trailing zeros behind the point.
    private static String digits(double value) {
        String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, format, value);
        return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
