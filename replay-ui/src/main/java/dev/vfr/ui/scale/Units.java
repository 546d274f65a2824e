package dev.vfr.ui.scale;

import java.util.Locale;

/// Sizes, times and counts as text for people.
public final class Units {

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /// Such as `60 B`, `1.00 MiB`, `80.0 MiB`: three digits that count.
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
        return unit == 0 ? bytes + " B" : threeDigits(value) + " " + BYTE_UNITS[unit];
    }

    /// Such as `850 ns`, `12.3 ms`, `1.54 s`, `2 min 05 s`.
    public static String duration(long ns) {
        if (ns < 0) {
            return "-" + duration(ns == Long.MIN_VALUE ? Long.MAX_VALUE : -ns);
        }
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 999_500) {
            return threeDigits(ns / 1e3) + " µs";
        }
        if (ns < 999_500_000L) {
            return threeDigits(ns / 1e6) + " ms";
        }
        if (ns < 120_000_000_000L) {
            return threeDigits(ns / 1e9) + " s";
        }
        long seconds = ns / 1_000_000_000L;
        if (seconds < 7_200) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /// Time since the start of the trace in seconds with all its microseconds, such as `5.012345 s`.
    public static String sinceStart(long ns) {
        return String.format(Locale.ROOT, "%,.6f s", ns / 1e9);
    }

    /// Such as `9,876,543`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// Such as `0x3b75`.
    public static String hex(long bits) {
        return "0x" + Long.toHexString(bits);
    }

    private static String threeDigits(double value) {
        String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
