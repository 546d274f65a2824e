package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.migration.Downtime;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.watch.SavingHistory;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.WhatIf;
import dev.vfr.model.report.WhatIf.Condition;
import dev.vfr.model.report.WhatIf.Effect;
import dev.vfr.model.report.WhatIf.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/// Predicts the downtime of switchovers that did not happen, from the one that did.
///
/// The model: a downtime is what the devices take to stop, to load and to start, plus the time to send guest memory,
/// plus the device data that is left divided by how fast it was streamed. All but the device data that is left is
/// taken from the real switchover: `downtime(t) = downtime + (left(t) - streamed) / rate`. What was left at an earlier
/// moment is what the driver answered then ([DataLeft]).
///
/// It needs a completed migration with a known downtime, every read of STOP_COPY, enough bytes to tell a rate, and
/// answers of the drivers that were about right in the end. Where one of them is missing it is silent and says which.
/// It knows nothing of guest memory that was left at other moments, of a bandwidth that changed, or of devices that
/// need longer to stop when they have more to do.
public final class WhatIfs {

    /// Moments that are kept at most.
    private static final int MOMENTS_MAX = 256;

    private static final long STREAMED_MIN_BYTES = 256 * 1024;
    private static final long STREAMED_MIN_NS = 500_000;
    private static final double UNCERTAINTY_MAX = 0.2;

    private final long downtimeNs;
    private final long streamed;
    private final double nsPerByte;

    private WhatIfs(long downtimeNs, long streamed, long streamNs) {
        this.downtimeNs = downtimeNs;
        this.streamed = streamed;
        this.nsPerByte = (double) streamNs / streamed;
    }

    static WhatIf of(MigrationCase migration, List<SavedDevice> devices) {
        if (migration.outcome() != Report.Outcome.COMPLETED || devices.isEmpty()) {
            return WhatIf.silent("the migration did not complete, so no switchover can be compared with it");
        }
        Optional<Interval> downtime = Downtime.of(migration.sides(), migration.clocks());
        if (downtime.isEmpty() || width(downtime.get()) > UNCERTAINTY_MAX) {
            return WhatIf.silent("the downtime itself is not known well enough");
        }
        if (devices.stream().anyMatch(device -> device.stopCopyBytes().isEmpty())) {
            return WhatIf.silent("the trace does not show all that STOP_COPY streamed");
        }
        long streamed = devices.stream()
                .mapToLong(device -> device.stopCopyBytes().orElse(0))
                .sum();
        long streamNs = devices.size() == 1 ? devices.getFirst().streamedNs() : union(devices);
        if (streamed < STREAMED_MIN_BYTES || streamNs < STREAMED_MIN_NS) {
            return WhatIf.silent("STOP_COPY streamed too little to tell how fast it goes");
        }
        long middle =
                downtime.get().min() + (downtime.get().max() - downtime.get().min()) / 2;
        return new WhatIfs(middle, streamed, streamNs).answer(devices);
    }

    private static double width(Interval interval) {
        return (double) (interval.max() - interval.min()) / Math.max(1, interval.max());
    }

    /// The time in which any device was read, counting once what overlaps.
    private static long union(List<SavedDevice> devices) {
        List<SavingHistory.Reads> spans = devices.stream()
                .map(device -> device.history().stopCopy())
                .filter(reads -> reads.spanNs() >= 0)
                .sorted(Comparator.comparingLong(SavingHistory.Reads::firstNs))
                .toList();
        long sum = 0;
        long until = Long.MIN_VALUE;
        for (SavingHistory.Reads span : spans) {
            sum += Math.max(0, span.lastNs() - Math.max(span.firstNs(), until));
            until = Math.max(until, span.lastNs());
        }
        return sum;
    }

    private WhatIf answer(List<SavedDevice> devices) {
        SavedDevice any = devices.getFirst();
        List<Effect> effects = new ArrayList<>(new Conditions(downtimeNs, devices).effects());
        List<DataLeft> left = new ArrayList<>();
        for (SavedDevice device : devices) {
            long stopped = device.part().left == null
                    ? EventHeader.UNKNOWN_NS
                    : device.part().left.calledNs();
            Optional<DataLeft> one =
                    stopped == EventHeader.UNKNOWN_NS ? Optional.empty() : DataLeft.of(device, stopped);
            if (one.isEmpty()) {
                return new WhatIf(
                        List.of(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        effects,
                        "the driver of " + device.name()
                                + " did not tell what STOP_COPY would stream, or was wrong about it in the end");
            }
            left.add(one.get());
        }
        List<Moment> moments = moments(any, left);
        Optional<Moment> best = moments.stream().min(Comparator.comparingLong(Moment::downtimeNs));
        moments.stream()
                .filter(moment -> fits(moment.leftBytes(), 2 * any.leg().downtimeLimitNs))
                .findFirst()
                .ifPresent(moment -> effects.add(new Effect(
                        Condition.DOWNTIME_LIMIT, 2, new Interval(moment.downtimeNs(), moment.downtimeNs()))));
        OptionalLong lost = best.map(moment -> OptionalLong.of(Math.max(0, downtimeNs - moment.downtimeNs())))
                .orElse(OptionalLong.empty());
        return new WhatIf(moments, best, lost, effects, moments.isEmpty() ? "there was no pre-copy" : "");
    }

    private boolean fits(long bytes, long limitNs) {
        return bytes * nsPerByte <= limitNs;
    }

    private List<Moment> moments(SavedDevice any, List<DataLeft> left) {
        TreeSet<Long> times = new TreeSet<>();
        left.forEach(one -> times.addAll(one.moments()));
        long from = any.history().preCopyFromNs();
        if (from == EventHeader.UNKNOWN_NS) {
            return List.of();
        }
        List<Long> all = new ArrayList<>(times.tailSet(from));
        List<Moment> moments = new ArrayList<>();
        int stride = all.size() / MOMENTS_MAX + 1;
        for (int i = 0; i < all.size(); i += stride) {
            long ns = all.get(i);
            long bytes = left.stream().mapToLong(one -> one.at(ns)).sum();
            Estimates.axis(any, ns).ifPresent(axis -> moments.add(new Moment(axis, bytes, predictedNs(bytes))));
        }
        return moments;
    }

    private long predictedNs(long bytes) {
        return Math.max(0, downtimeNs + (long) ((bytes - streamed) * nsPerByte));
    }
}
