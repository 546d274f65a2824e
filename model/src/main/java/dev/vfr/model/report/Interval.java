package dev.vfr.model.report;

/// A figure that is known to lie between two bounds.
///
/// @param min the least it can be
/// @param max the most it can be, >= min
public record Interval(long min, long max) {

    public Interval {
        if (max < min) {
            throw new IllegalArgumentException("from " + min + " to " + max);
        }
    }

    public boolean contains(long value) {
        return min <= value && value <= max;
    }
}
