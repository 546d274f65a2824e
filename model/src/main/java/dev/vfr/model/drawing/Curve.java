package dev.vfr.model.drawing;

import java.util.ArrayList;
import java.util.List;

/// A quantity over time with at most one point in each column of a frame.
public final class Curve {

    private long[] min = {};
    private long[] max = {};
    private long[] last = {};
    private boolean[] used = {};
    private boolean fromDriver;

    /// All values that fell into one column.
    public record Point(int column, long min, long max, long last) {}

    void add(int column, long value) {
        if (used.length == 0) {
            min = new long[Frame.COLUMNS];
            max = new long[Frame.COLUMNS];
            last = new long[Frame.COLUMNS];
            used = new boolean[Frame.COLUMNS];
        }
        min[column] = used[column] ? Math.min(min[column], value) : value;
        max[column] = used[column] ? Math.max(max[column], value) : value;
        last[column] = value;
        used[column] = true;
    }

    /// Takes an answer of the driver, which is worth more than any copy.
    void addOfDriver(int column, long value) {
        if (!fromDriver) {
            used = new boolean[0];
            fromDriver = true;
        }
        add(column, unsigned(value));
    }

    /// Takes the VMM's copy, unless the driver's own answers are shown.
    void addOfVmm(int column, long value) {
        if (!fromDriver) {
            add(column, unsigned(value));
        }
    }

    /// An estimate is an unsigned number of 64 bits; what does not fit is as much as fits.
    private static long unsigned(long value) {
        return value < 0 ? Long.MAX_VALUE : value;
    }

    /// The values are the driver's own.
    public boolean isFromDriver() {
        return fromDriver;
    }

    public boolean isEmpty() {
        return used.length == 0;
    }

    /// The points in the order of their columns.
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                points.add(new Point(i, min[i], max[i], last[i]));
            }
        }
        return points;
    }

    /// The largest value, 0 where there is none.
    public long largest() {
        return points().stream().mapToLong(Point::max).max().orElse(0);
    }
}
