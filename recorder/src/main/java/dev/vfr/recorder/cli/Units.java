package dev.vfr.recorder.cli;

import java.util.Locale;

/// Quantities for people, in the unit that suits their size.
final class Units {

    private Units() {}

    /// Such as `77 ns`, `1.203 ms`, `12.500 s`.
    static String duration(long ns) {
        long size = Math.abs(ns);
        if (size < 1_000) {
            return ns + " ns";
        } else if (size < 1_000_000) {
            return String.format(Locale.ROOT, "%.3f µs", ns / 1e3);
        } else if (size < 1_000_000_000) {
            return String.format(Locale.ROOT, "%.3f ms", ns / 1e6);
        }
        return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
    }

    /// Such as `612 B`, `1.5 MiB`.
    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        } else if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 0x1p10);
        } else if (bytes < 1 << 30) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20);
        }
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
}
