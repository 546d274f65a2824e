package dev.vfr.model.report;

import java.util.Locale;

/// Figures in units that suit their size.
public final class Figures {

    private static final String[] TIME_UNITS = {"ns", "us", "ms", "s"};
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Figures() {}

    /// A span such as `1.595 s`, `20.3 ms`, `840 us`.
    public static String time(long ns) {
        if (ns < 0) {
            return "-" + time(ns == Long.MIN_VALUE ? Long.MAX_VALUE : -ns);
        }
        double value = ns;
        int unit = 0;
        while (value >= 1000 && unit < TIME_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return number(value, unit == 0) + " " + TIME_UNITS[unit];
    }

    /// A span between two bounds, such as `20.1 to 24.3 ms`; one figure where the two read the same.
    public static String time(Interval ns) {
        String min = time(ns.min());
        String max = time(ns.max());
        if (min.equals(max)) {
            return min;
        }
        boolean sameUnit = min.substring(min.indexOf(' ')).equals(max.substring(max.indexOf(' ')));
        return (sameUnit ? min.substring(0, min.indexOf(' ')) : min) + " to " + max;
    }

    /// A size such as `80 MiB`, `24 B`.
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "-" + bytes(bytes == Long.MIN_VALUE ? Long.MAX_VALUE : -bytes);
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return number(value, unit == 0) + " " + BYTE_UNITS[unit];
    }

    /// Four significant digits at most, without trailing zeros.
    private static String number(double value, boolean whole) {
        if (whole) {
            return Long.toString((long) value);
        }
        int decimals = value >= 100 ? 1 : value >= 10 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
