package dev.vfr.model.analysis.estimate;

import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Convergence.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells whether what is left in pre-copy gets less.
///
/// What got dirty between two answers of a driver is what was read between them plus the change of `initial_bytes` and
/// `dirty_bytes`. That is no more exact than the driver's answers, and says nothing about guest memory.
public final class Convergences {

    /// Shorter spans show no rate.
    private static final long SPAN_MIN_NS = 50_000_000;

    private static final double NS_PER_S = 1e9;

    private Convergences() {}

    /// One for each device in pre-copy, and one for all where there are several.
    static List<Convergence> of(List<SavedDevice> devices) {
        List<Convergence> each = new ArrayList<>();
        for (SavedDevice device : devices) {
            if (device.history().enteredPreCopy()) {
                each.add(of(device));
            }
        }
        if (each.size() > 1) {
            each.add(together(each));
        }
        return each;
    }

    /// How one device went.
    public static Convergence of(SavedDevice device) {
        Optional<String> name = Optional.of(device.name());
        List<EstimatePoint> points = device.history().preCopyPoints().stream()
                .filter(EstimatePoint::hasTime)
                .toList();
        OptionalLong left =
                points.isEmpty() ? OptionalLong.empty() : points.getLast().preCopyLeft();
        Convergence unknown = new Convergence(
                name, Trend.UNKNOWN, OptionalLong.empty(), OptionalLong.empty(), left, OptionalLong.empty());
        if (points.size() < 2 || !device.readsAreKnown()) {
            return unknown;
        }
        EstimatePoint last = points.getLast();
        EstimatePoint from = middle(points);
        long spanNs = last.ns() - from.ns();
        if (spanNs < SPAN_MIN_NS) {
            return unknown;
        }
        long read = last.readBytes() - from.readBytes();
        long leftBefore = left(from);
        long leftAfter = left(last);
        long dirtied = Math.max(0, leftAfter - leftBefore + read);
        boolean drained = device.history().temporaryEnds() > 0 || leftAfter == 0;
        boolean never = !drained && leftAfter >= leftBefore && device.neverSwitchedOver() && points.size() > 2;
        return new Convergence(
                name,
                never ? Trend.NEVER : Trend.CONVERGES,
                OptionalLong.of(perSecond(dirtied, spanNs)),
                OptionalLong.of(perSecond(read, spanNs)),
                left,
                never ? since(device, points) : OptionalLong.empty());
    }

    private static EstimatePoint middle(List<EstimatePoint> points) {
        long first = points.getFirst().ns();
        long half = first + (points.getLast().ns() - first) / 2;
        EstimatePoint found = points.getFirst();
        for (EstimatePoint point : points) {
            if (point.ns() <= half) {
                found = point;
            }
        }
        return found;
    }

    /// The first point from which on what is left is hardly less at any later one.
    private static OptionalLong since(SavedDevice device, List<EstimatePoint> points) {
        long least = points.stream().mapToLong(Convergences::left).min().orElse(0);
        EstimatePoint first = points.stream()
                .filter(point -> left(point) <= least + least / 16)
                .findFirst()
                .orElse(points.getFirst());
        return Estimates.axis(device, first.ns());
    }

    private static Convergence together(List<Convergence> each) {
        boolean never = each.stream().anyMatch(one -> one.trend() == Trend.NEVER);
        boolean all = each.stream().allMatch(one -> one.trend() == Trend.CONVERGES);
        OptionalLong since =
                each.stream().flatMapToLong(one -> one.sinceNs().stream()).min();
        return new Convergence(
                Optional.empty(),
                never ? Trend.NEVER : all ? Trend.CONVERGES : Trend.UNKNOWN,
                sum(each.stream().map(Convergence::dirtyBytesPerSecond).toList()),
                sum(each.stream().map(Convergence::readBytesPerSecond).toList()),
                sum(each.stream().map(Convergence::leftBytes).toList()),
                since);
    }

    private static OptionalLong sum(List<OptionalLong> parts) {
        boolean known = parts.stream().allMatch(OptionalLong::isPresent);
        return known
                ? OptionalLong.of(
                        parts.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    private static long left(EstimatePoint point) {
        return point.preCopyLeft().orElse(0);
    }

    private static long perSecond(long bytes, long ns) {
        return (long) (bytes * NS_PER_S / ns);
    }
}
