package dev.vfr.model.analysis.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps a bounded number of points: the first, the last, the extremes, and every n-th in between.
final class ThinnedPoints {

    /// How many evenly spaced points are kept at most.
    static final int KEPT_MAX = 512;

    private final List<EstimatePoint> kept = new ArrayList<>();
    private final Extremes initial = new Extremes(EstimatePoint::initialBytes);
    private final Extremes dirty = new Extremes(EstimatePoint::dirtyBytes);
    private final Extremes stopCopy = new Extremes(EstimatePoint::stopCopyLength);
    private long stride = 1;
    private long count;
    private @Nullable EstimatePoint last;

    /// The points with the least and the greatest of one figure, as unsigned numbers.
    private static final class Extremes {
        private final Function<EstimatePoint, OptionalLong> figure;
        private @Nullable EstimatePoint least;
        private @Nullable EstimatePoint greatest;

        private Extremes(Function<EstimatePoint, OptionalLong> figure) {
            this.figure = figure;
        }

        private void see(EstimatePoint point) {
            OptionalLong value = figure.apply(point);
            if (value.isEmpty()) {
                return;
            }
            EstimatePoint low = least;
            EstimatePoint high = greatest;
            if (low == null || Long.compareUnsigned(value.getAsLong(), of(low)) < 0) {
                least = point;
            }
            if (high == null || Long.compareUnsigned(value.getAsLong(), of(high)) > 0) {
                greatest = point;
            }
        }

        private long of(EstimatePoint point) {
            return figure.apply(point).orElse(0);
        }

        private void into(Map<Long, EstimatePoint> points) {
            put(points, least);
            put(points, greatest);
        }
    }

    void add(EstimatePoint point) {
        if (count++ % stride == 0) {
            if (kept.size() == KEPT_MAX) {
                for (int i = 0; i < KEPT_MAX / 2; i++) {
                    kept.set(i, kept.get(2 * i));
                }
                kept.subList(KEPT_MAX / 2, KEPT_MAX).clear();
                stride *= 2;
            }
            kept.add(point);
        }
        initial.see(point);
        dirty.see(point);
        stopCopy.see(point);
        last = point;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// How many there were, kept or not.
    long count() {
        return count;
    }

    /// What is kept, in order.
    List<EstimatePoint> points() {
        TreeMap<Long, EstimatePoint> points = new TreeMap<>();
        kept.forEach(point -> put(points, point));
        initial.into(points);
        dirty.into(points);
        stopCopy.into(points);
        put(points, last);
        return List.copyOf(points.values());
    }

    private static void put(Map<Long, EstimatePoint> points, @Nullable EstimatePoint point) {
        if (point != null) {
            points.put(point.seq(), point);
        }
    }
}
