package dev.vfr.ui.scale;

import dev.vfr.model.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The ticks of an axis: round values with their labels, and the unlabelled ones between them.
///
/// @param ticks in ascending order
/// @param base what to add to each label, empty where the labels are complete
public record Ticks(List<Tick> ticks, String base) {

    private static final long S = 1_000_000_000L;
    private static final long[] LONG_STEPS_NS = {
        S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, 60 * S, 120 * S, 300 * S, 600 * S, 900 * S, 1800 * S, 3600 * S,
        7200 * S, 21600 * S, 86400 * S
    };

    public Ticks {
        ticks = List.copyOf(ticks);
    }

    /// One tick.
    ///
    /// @param value where it stands
    /// @param label empty for a minor tick
    public record Tick(long value, String label) {
        public boolean isMajor() {
            return !label.isEmpty();
        }
    }

    /// Ticks of the time since `originNs`, about `spacingPx` apart.
    public static Ticks ofTime(TimeScale scale, long originNs, double spacingPx) {
        long step = niceTimeStep(scale.nsPerPx() * spacingPx);
        long minor = step % 5 == 0 ? step / 5 : step % 4 == 0 ? step / 4 : step;
        long from = scale.startNs() - originNs;
        long to = scale.endNs() - originNs;
        long largest = Math.max(Math.abs(from), Math.abs(to));
        boolean relative = largest / step > 100_000;
        long base = relative ? Math.floorDiv(from, step) * step : 0;
        List<Tick> ticks = new ArrayList<>();
        for (long at = Math.ceilDiv(from, minor) * minor; at <= to; at += minor) {
            boolean major = Math.floorMod(at, step) == 0;
            ticks.add(new Tick(at + originNs, major ? timeLabel(at - base, step, relative ? to - base : largest) : ""));
        }
        return new Ticks(ticks, relative ? Figures.sinceStart(base) + " +" : "");
    }

    /// Ticks of an event count, where a trace has no times.
    public static Ticks ofCount(TimeScale scale, double spacingPx) {
        long step = Math.max(1, niceTimeStep(scale.nsPerPx() * spacingPx));
        List<Tick> ticks = new ArrayList<>();
        for (long at = Math.ceilDiv(scale.startNs(), step) * step; at <= scale.endNs(); at += step) {
            ticks.add(new Tick(at, "#" + Figures.count(at)));
        }
        return new Ticks(ticks, "");
    }

    /// Ticks of a size in bytes from 0 to `max`, round in binary units, at most `most` of them above 0.
    public static Ticks ofBytes(long max, int most) {
        long step = Long.highestOneBit(Math.max(1, Math.ceilDiv(max, most) * 2 - 1));
        List<Tick> ticks = new ArrayList<>();
        for (long at = 0; at <= max && ticks.size() <= most + 1; at += step) {
            ticks.add(new Tick(at, roundBytes(at)));
        }
        return new Ticks(ticks, "");
    }

    /// Ticks at powers of two, for a logarithmic axis of bytes from 1 to `max`, at most `most` of them.
    public static Ticks ofBytesLogarithmic(long max, int most) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, max));
        int step = Math.max(1, Math.ceilDiv(bits, Math.max(1, most)));
        step = step <= 2 ? 2 : step <= 5 ? 5 : 10;
        List<Tick> ticks = new ArrayList<>();
        for (int bit = 0; bit < 63 && 1L << bit <= max; bit += step) {
            ticks.add(new Tick(1L << bit, roundBytes(1L << bit)));
        }
        return new Ticks(ticks, "");
    }

    private static long niceTimeStep(double ns) {
        if (ns > S / 2.0) {
            for (long step : LONG_STEPS_NS) {
                if (step >= ns) {
                    return step;
                }
            }
            long day = LONG_STEPS_NS[LONG_STEPS_NS.length - 1];
            return Math.ceilDiv((long) ns, day) * day;
        }
        long power = 1;
        while (power * 10 <= ns) {
            power *= 10;
        }
        double rest = ns / power;
        return rest <= 1 ? power : rest <= 2 ? 2 * power : rest <= 5 ? 5 * power : 10 * power;
    }

    private static String timeLabel(long ns, long step, long largest) {
        if (ns == 0) {
            return "0";
        }
        long unit = largest >= S ? S : largest >= 1_000_000 ? 1_000_000 : largest >= 1_000 ? 1_000 : 1;
        String name = unit == S ? "s" : unit == 1_000_000 ? "ms" : unit == 1_000 ? "µs" : "ns";
        if (unit == S && step >= 60 * S) {
            long minutes = ns / (60 * S);
            return minutes < 60
                    ? minutes + " min"
                    : String.format(Locale.ROOT, "%d:%02d h", minutes / 60, minutes % 60);
        }
        int decimals = 0;
        for (long rest = step; rest < unit; rest *= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f %s", (double) ns / unit, name);
    }

    private static String roundBytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        double value = bytes / (double) (1L << (10 * unit));
        String digits =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return digits + " " + "KMGTPE".charAt(unit - 1) + "iB";
    }
}
