package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Span;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each pair of devices took of a downtime.
public final class DeviceShares {

    /// One pair, and what it took.
    ///
    public record Taken(DeviceSide source, DeviceSide destination, DeviceShare share) {}

    private final List<DevicePairs.Pair> pairs;

    private DeviceShares(List<DevicePairs.Pair> pairs) {
        this.pairs = pairs;
    }

    /// Empty if a side is not shown.
    public static List<Taken> of(Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return List.of();
        }
        return new DeviceShares(DevicePairs.of(source, destination)).all(source, destination);
    }

    private List<Taken> all(MigrationSide source, MigrationSide destination) {
        long most = 0;
        for (DevicePairs.Pair pair : pairs) {
            most = Math.max(most, share(source, destination, pair, false).ownNs());
        }
        List<Taken> taken = new ArrayList<>();
        boolean told = false;
        for (DevicePairs.Pair pair : pairs) {
            long own = share(source, destination, pair, false).ownNs();
            boolean critical = !told && own > 0 && own == most;
            told |= critical;
            taken.add(new Taken(pair.source(), pair.destination(), share(source, destination, pair, critical)));
        }
        return taken;
    }

    private DeviceShare share(
            MigrationSide source, MigrationSide destination, DevicePairs.Pair pair, boolean critical) {
        DeviceSide sent = pair.source();
        DeviceSide took = pair.destination();
        return new DeviceShare(
                Optional.of(source.trace().deviceName(sent.number())),
                Optional.of(destination.trace().deviceName(took.number())),
                sum(sent.left().orElse(null), sent.stopCopy().orElse(null)),
                sent.stopCopyReads().busyNs(),
                sent.stopCopyReads().longestNs(),
                sent.stopCopyReads().betweenNs(),
                sent.unsized() ? OptionalLong.empty() : took.writingAfter(sent.preCopyBytes()),
                sum(took.resumeBegun().orElse(null), took.running().orElse(null)),
                pairs.size() < 2 ? OptionalLong.empty() : OptionalLong.of(overlap(pair)),
                critical);
    }

    /// Two calls, or one where both are the same; empty if a duration is not shown.
    private static OptionalLong sum(@Nullable CallTime first, @Nullable CallTime second) {
        if (first == null || second == null || !first.hasTime() || !second.hasTime()) {
            return OptionalLong.empty();
        }
        long ns = first.seq() == second.seq() ? 0 : first.returnedNs() - first.calledNs();
        long all = ns + second.returnedNs() - second.calledNs();
        return all > 0 ? OptionalLong.of(all) : OptionalLong.empty();
    }

    private long overlap(DevicePairs.Pair pair) {
        long ns = 0;
        for (DevicePairs.Pair other : pairs) {
            if (!other.equals(pair)) {
                ns += overlap(busy(pair.source()), busy(other.source()));
                ns += overlap(busy(pair.destination()), busy(other.destination()));
            }
        }
        return ns;
    }

    private static long overlap(List<Span> some, List<Span> others) {
        long ns = 0;
        for (Span one : some) {
            for (Span other : others) {
                ns += one.overlapNs(other);
            }
        }
        return ns;
    }

    private static List<Span> busy(DeviceSide device) {
        List<Span> spans = new ArrayList<>();
        Stream.of(device.left(), device.stopCopy(), device.resumeBegun(), device.running())
                .flatMap(Optional::stream)
                .filter(CallTime::hasTime)
                .forEach(call -> spans.add(new Span(call.calledNs(), call.returnedNs())));
        if (device.firstStopCopyReadNs() != EventHeader.UNKNOWN_NS
                && device.lastStopCopyReadNs() >= device.firstStopCopyReadNs()) {
            spans.add(new Span(device.firstStopCopyReadNs(), device.lastStopCopyReadNs()));
        }
        return spans.stream().distinct().toList();
    }
}
