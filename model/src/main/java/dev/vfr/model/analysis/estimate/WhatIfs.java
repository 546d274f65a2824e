package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.WhatIf;
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
/// The model: a downtime is what the devices take to stop, to load and to start, plus the time to send what is left,
/// guest memory and device data. All but what is left is taken from the real switchover:
/// `downtime(t) = downtime + (data(t) - streamed) * dataPace + (memory(t) - memory) * memoryPace`. What was left at an
/// earlier moment is what the driver answered then ([DataLeft]) and what the VMM summed up then ([MemoryLeft]).
///
/// It needs a completed migration with a known downtime, every read of STOP_COPY, enough bytes to measure a rate,
/// answers
/// of the drivers that were about right in the end, and the VMM's sums. Where one of them is missing it is silent and
/// says which. The interval has what the trace leaves open: how data got dirty between two answers, the pace, the real
/// downtime, and a tenth ([#FIXED_MAY_VARY]) of what does not depend on the bytes, since no switchover takes exactly
/// as long as another one. It knows nothing of a bandwidth that changed, or of devices that need longer to stop when
/// they have more to do.
public final class WhatIfs {

    /// Moments that are kept at most.
    private static final int MOMENTS_MAX = 256;

    private static final long STREAMED_MIN_BYTES = 256 * 1024;
    private static final long STREAMED_MIN_NS = 500_000;
    private static final double UNCERTAINTY_MAX = 0.2;

    /// How much of the time that does not depend on the bytes another switchover may take more or less: an
    /// assumption, as one switchover shows nothing of it.
    private static final double FIXED_MAY_VARY = 0.1;

    private final MigrationCase migration;
    private final List<SavedDevice> devices;
    private final Interval downtime;
    private final StreamPace dataPace;

    private WhatIfs(MigrationCase migration, List<SavedDevice> devices, Interval downtime, StreamPace dataPace) {
        this.migration = migration;
        this.devices = devices;
        this.downtime = downtime;
        this.dataPace = dataPace;
    }

    static WhatIf of(MigrationCase migration, List<SavedDevice> devices) {
        if (devices.isEmpty()) {
            return WhatIf.silent("the traces do not show a device being saved");
        }
        if (migration.outcome() != Report.Outcome.COMPLETED) {
            return WhatIf.silent("the migration did not complete, so no switchover can be compared with it");
        }
        Optional<Interval> downtime = Downtime.of(migration.sides(), migration.clocks());
        if (downtime.isEmpty() || width(downtime.get()) > UNCERTAINTY_MAX) {
            return WhatIf.silent("the downtime itself is not known well enough");
        }
        if (devices.stream().anyMatch(device -> device.stopCopyBytes().isEmpty())) {
            return WhatIf.silent("the trace does not show all that STOP_COPY streamed");
        }
        StreamPace pace = StreamPace.of(devices);
        if (pace.bytes() < STREAMED_MIN_BYTES || pace.ns() < STREAMED_MIN_NS) {
            return WhatIf.silent("STOP_COPY streamed too little to measure its rate");
        }
        return new WhatIfs(migration, devices, downtime.get(), pace).answer();
    }

    private static double width(Interval interval) {
        return (double) (interval.max() - interval.min()) / Math.max(1, interval.max());
    }

    private long middleNs() {
        return downtime.min() + (downtime.max() - downtime.min()) / 2;
    }

    /// @param memoryNs how long guest memory took
    private long varyNs(double memoryNs) {
        return (long) (FIXED_MAY_VARY * Math.max(0, middleNs() - dataPace.bytes() * dataPace.likely() - memoryNs));
    }

    private WhatIf answer() {
        List<Effect> effects = new ArrayList<>(new Conditions(middleNs(), varyNs(0), devices).effects());
        List<DataLeft> data = new ArrayList<>();
        long stoppedNs = Long.MAX_VALUE;
        for (SavedDevice device : devices) {
            CallTime left = device.saved().left().orElse(null);
            if (left == null || !left.hasTime()) {
                return silent(effects, "the trace does not show when " + device.name() + " was stopped");
            }
            Optional<DataLeft> one = DataLeft.of(device, left.calledNs());
            if (one.isEmpty()) {
                return silent(
                        effects,
                        "the driver of " + device.name()
                                + " did not report the size of STOP_COPY's stream, or was wrong about it in the end");
            }
            data.add(one.get());
            stoppedNs = Math.min(stoppedNs, left.calledNs());
        }
        Optional<MemoryLeft> memory = MemoryLeft.of(devices.getFirst());
        if (memory.isEmpty()) {
            return silent(effects, "the trace does not show how much guest memory was left at other moments");
        }
        Left left = new Left(data, memory.get(), stoppedNs);
        List<Moment> moments = moments(left);
        Optional<Moment> best = moments.stream().min(Comparator.comparingLong(Moment::downtimeNs));
        LimitEffect.of(migration.sides(), moments, left.realBytes()).ifPresent(effects::add);
        OptionalLong lost = best.map(moment -> OptionalLong.of(Math.max(0, middleNs() - moment.downtimeNs())))
                .orElse(OptionalLong.empty());
        return new WhatIf(moments, best, lost, effects, moments.isEmpty() ? "there was no pre-copy" : "");
    }

    private static WhatIf silent(List<Effect> effects, String why) {
        return new WhatIf(List.of(), Optional.empty(), OptionalLong.empty(), effects, why);
    }

    /// What was left at a moment.
    private record Left(List<DataLeft> data, MemoryLeft memory, long stoppedNs) {

        private long dataAt(long ns) {
            return data.stream().mapToLong(one -> one.at(ns)).sum();
        }

        private Interval dataBounds(long ns) {
            List<Interval> all = data.stream().map(one -> one.bounds(ns)).toList();
            return new Interval(
                    all.stream().mapToLong(Interval::min).sum(),
                    all.stream().mapToLong(Interval::max).sum());
        }

        private long memoryAt(long ns) {
            return (long) Math.max(0, memory.at(ns));
        }

        /// All that was left at the real switchover.
        private long realBytes() {
            return dataAt(stoppedNs) + memoryAt(stoppedNs);
        }
    }

    private List<Moment> moments(Left left) {
        SavedDevice any = devices.getFirst();
        long from = any.history().preCopyFromNs();
        if (from == EventHeader.UNKNOWN_NS) {
            return List.of();
        }
        TreeSet<Long> times = new TreeSet<>();
        left.data().forEach(one -> times.addAll(one.moments()));
        List<Long> all = new ArrayList<>(times.subSet(from, true, left.stoppedNs(), true));
        List<Moment> moments = new ArrayList<>();
        int stride = all.size() / MOMENTS_MAX + 1;
        for (int i = 0; i < all.size(); i += stride) {
            long ns = all.get(i);
            Estimates.axis(any, ns).ifPresent(axis -> moments.add(moment(ns, axis, left)));
        }
        return moments;
    }

    private Moment moment(long ns, long axisNs, Left left) {
        long data = left.dataAt(ns);
        long memory = left.memoryAt(ns);
        long memoryThen = left.memoryAt(left.stoppedNs());
        Pace memoryPace = memoryPace(left.memory());
        double likely = middleNs()
                + (data - dataPace.bytes()) * dataPace.likely()
                + (memory - memoryThen) * memoryPace.likely();
        Interval dataBounds = left.dataBounds(ns);
        Interval memoryBounds = left.memory().bounds(ns);
        double vary = varyNs(memoryThen * memoryPace.likely());
        double least = downtime.min()
                + memoryPace.least(memoryBounds.min() - memoryThen)
                + dataPace.least(dataBounds.min() - dataPace.bytes())
                - vary;
        double most = downtime.max()
                + memoryPace.most(memoryBounds.max() - memoryThen)
                + dataPace.most(dataBounds.max() - dataPace.bytes())
                + vary;
        Interval bounds =
                new Interval((long) Math.max(0, Math.min(least, likely)), (long) Math.max(0, Math.max(most, likely)));
        return new Moment(axisNs, data, (long) Math.max(0, likely), memory, bounds);
    }

    /// In a switchover the limit on the bandwidth of pre-copy is lifted, and nothing goes slower than device data.
    private Pace memoryPace(MemoryLeft memory) {
        double before = memory.pace().orElse(dataPace.likely());
        double without = memory.paceWithoutReads().orElse(before);
        return new Pace(
                Math.min(dataPace.pace().least(), without),
                Math.min(dataPace.likely(), before),
                Math.min(
                        Math.max(before, dataPace.likely()),
                        Math.max(before, dataPace.pace().most())));
    }
}
