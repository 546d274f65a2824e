package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.downtime.ArcTimes.TimedArc;
import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Span;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmNotes;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.Owner;
import dev.vfr.model.report.DowntimeAnatomy.Part;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Takes a downtime apart: what each device's calls took, what the VMM did between them, and what lay on the way.
/// Only parts of which both ends are shown.
public final class Anatomy {

    private final Sides sides;
    private final ClockComparison clocks;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> after = new ArrayList<>();
    /// When the first device at the source was asked to stop, at the latest, host clock.
    private final long stoppedNs;

    private Anatomy(Sides sides, ClockComparison clocks, long stoppedNs) {
        this.sides = sides;
        this.clocks = clocks;
        this.stoppedNs = stoppedNs;
    }

    /// What gathers the single arcs of one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new ArcTimes(facts));
    }

    /// Empty if no device of the source stopped for good.
    public static Optional<DowntimeAnatomy> of(MigrationCase migration) {
        return migration.outcome() == Report.Outcome.CANCELLED
                ? Optional.empty()
                : of(migration.sides(), migration.clocks());
    }

    private static Optional<DowntimeAnatomy> of(Sides sides, ClockComparison clocks) {
        MigrationSide source = sides.source();
        if (source == null) {
            return Optional.empty();
        }
        Optional<Span> stopped = Switchover.stopped(source);
        if (stopped.isEmpty()) {
            return Optional.empty();
        }
        Anatomy anatomy = new Anatomy(sides, clocks, stopped.get().toNs());
        anatomy.collect(source);
        Downtime.Known known = Downtime.known(sides, clocks);
        return Optional.of(new DowntimeAnatomy(
                known.atLeastNs(),
                clocks.told(),
                anatomy.parts,
                DeviceShares.of(sides).stream().map(DeviceShares.Taken::share).toList(),
                VmmFigure.explained(sides, clocks, known, VmmFigure.ns(sides)),
                anatomy.after));
    }

    private void collect(MigrationSide source) {
        span("stop-request", Owner.VMM, source, null, source.momentNs("src-downtime-start"), stoppedNs);
        source.devices().forEach(part -> sending(source, part));
        vfioHandlers(source);
        handlers(source);
        MigrationSide destination = sides.destination();
        if (destination != null) {
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                crossing(source, destination, pair);
                taking(destination, pair);
            }
            vfioHandlers(destination);
            handlers(destination);
        }
    }

    private void sending(MigrationSide side, DeviceSide part) {
        CallTime left = part.left().orElse(null);
        CallTime stopCopy = part.stopCopy().orElse(null);
        if (left == null) {
            return;
        }
        boolean inOne = stopCopy != null && stopCopy.seq() == left.seq();
        if (!inOne) {
            call("p2p-quiesce", side, part, left);
        }
        arcs(side, part, left.calledNs());
        if (stopCopy == null) {
            return;
        }
        if (!inOne) {
            span("before-stop-copy", Owner.VMM, side, part, left.returnedNs(), stopCopy.calledNs());
        }
        call("stop-copy-set", side, part, stopCopy);
        span("first-byte", Owner.VMM, side, part, stopCopy.returnedNs(), part.firstStopCopyReadNs());
        OptionalLong reading = part.stopCopyReads().busyNs();
        if (reading.isPresent()) {
            length("device-reads", Owner.DEVICE, side, part, part.firstStopCopyReadNs(), reading.getAsLong());
            long between = part.stopCopyReads().betweenNs().orElse(0);
            length("between-reads", Owner.VMM, side, part, part.firstStopCopyReadNs(), between);
        } else {
            span("reads", Owner.VMM, side, part, part.firstStopCopyReadNs(), part.lastStopCopyReadNs());
        }
        leaving(side, part);
    }

    /// Leaving STOP_COPY is a part of the downtime only if the VMM does it before its stream ends.
    private void leaving(MigrationSide side, DeviceSide part) {
        CallTime gone = part.leftStopCopy().orElse(null);
        if (gone == null || gone.returnedNs() <= gone.calledNs()) {
            return;
        }
        if (Downtime.leftStopCopyWithin(side, part)) {
            call("stop-copy-to-stop", side, part, gone);
        } else {
            part("stop-copy-to-stop", Owner.DEVICE, side, part, gone.calledNs(), gone.returnedNs() - gone.calledNs())
                    .ifPresent(after::add);
        }
    }

    private void crossing(MigrationSide source, MigrationSide destination, DevicePairs.Pair pair) {
        DeviceSide sent = pair.source();
        OptionalLong read = sides.comparable(source, sent.lastStopCopyReadNs());
        OptionalLong written = sides.comparable(destination, pair.destination().lastMovedNs());
        Interval offset = clocks.usedNs().orElse(null);
        if (read.isEmpty() || written.isEmpty() || offset == null || sent.unsized()) {
            return;
        }
        long apart = written.getAsLong() - read.getAsLong();
        long most = apart - offset.min();
        part("transfer", Owner.TRANSFER, source, sent, sent.lastStopCopyReadNs(), Math.max(0, most))
                .map(part -> new Part(
                        part.name(),
                        part.owner(),
                        part.side(),
                        part.device(),
                        part.startNs(),
                        part.sinceStopNs(),
                        new Interval(
                                Math.clamp(apart - offset.max(), 0, part.ns().max()),
                                part.ns().max())))
                .ifPresent(parts::add);
    }

    private void taking(MigrationSide side, DevicePairs.Pair pair) {
        DeviceSide part = pair.destination();
        loading(side, pair);
        span(
                "config",
                Owner.VMM,
                side,
                part,
                part.config().begunNs(),
                part.config().loadedNs());
        CallTime begun = part.resumeBegun().orElse(null);
        CallTime running = part.running().orElse(null);
        if (begun == null || running == null) {
            return;
        }
        if (tookStopCopy(pair)) {
            span("before-resume", Owner.VMM, side, part, part.lastMovedNs(), begun.calledNs());
        }
        arcs(side, part, begun.calledNs());
        if (begun.seq() != running.seq()) {
            call("resume-to-p2p", side, part, begun);
        }
        call("resume-to-running", side, part, running);
    }

    /// The last byte was one that STOP_COPY gave, as far as the traces show; a device may give none then.
    static boolean tookStopCopy(DevicePairs.Pair pair) {
        DeviceSide part = pair.destination();
        boolean sized =
                !pair.source().unsized() && !part.unsized() && pair.source().bytes() > 0;
        return !sized || part.marks().firstFrom(pair.source().preCopyBytes() + 1) >= 0;
    }

    private void loading(MigrationSide side, DevicePairs.Pair pair) {
        DeviceSide part = pair.destination();
        if (pair.source().unsized() || part.unsized()) {
            return;
        }
        int first = part.marks().firstFrom(pair.source().preCopyBytes() + 1);
        if (first < 0) {
            return;
        }
        long begun = part.marks().ns(first);
        OptionalLong writing = part.writingAfter(pair.source().preCopyBytes());
        if (writing.isPresent() && part.lastMovedNs() >= begun) {
            length("device-writes", Owner.DEVICE, side, part, begun, writing.getAsLong());
            long between = part.lastMovedNs() - begun - writing.getAsLong();
            length("between-writes", Owner.VMM, side, part, begun, Math.max(0, between));
        } else {
            span("writes", Owner.VMM, side, part, begun, part.lastMovedNs());
        }
    }

    /// What the driver did inside the calls, where a probe in the kernel saw it.
    private void arcs(MigrationSide side, DeviceSide part, long fromNs) {
        for (TimedArc arc : side.trace().facts().of(TimedArc.class).first()) {
            boolean here = arc.process() == side.process()
                    && arc.device() == part.number()
                    && arc.seq() >= side.startSeq()
                    && arc.seq() <= side.lastSeq()
                    && arc.startNs() >= fromNs;
            if (here && arc.from().isPresent()) {
                String name = (arc.from().get() + "-to-" + arc.to())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                length("arc-" + name, Owner.DEVICE, side, part, arc.startNs(), arc.ns());
            }
        }
    }

    /// The VMM's own measure of guest memory and other devices: the longest by name, the rest as one part.
    private void handlers(MigrationSide side) {
        VmmNotes.Handlers handlers = side.vmm().handlers();
        long rest = handlers.othersNs().orElse(0);
        for (HandlerTime time : handlers.others()) {
            rest -= time.ns();
            part(time.name(), Owner.VMM, side, Optional.of(time.handler()), time.startNs(), time.ns())
                    .ifPresent(parts::add);
        }
        boolean saving = Objects.equals(sides.source(), side);
        long from = side.momentNs(saving ? "src-downtime-start" : "dst-precopy-loadvm-completed");
        if (rest > 0) {
            length("other-handlers", Owner.VMM, side, null, from, rest);
        }
    }

    /// If the VMM shows no more of its devices than how long it was in their handlers.
    private void vfioHandlers(MigrationSide side) {
        for (HandlerTime time : Switchover.handlers(side)) {
            part(time.name(), Owner.HANDLER, side, Optional.of(time.handler()), time.startNs(), time.ns())
                    .ifPresent(parts::add);
        }
    }

    private void call(String name, MigrationSide side, DeviceSide part, CallTime call) {
        span(name, Owner.DEVICE, side, part, call.calledNs(), call.returnedNs());
    }

    private void span(String name, Owner owner, MigrationSide side, @Nullable DeviceSide part, long fromNs, long toNs) {
        if (fromNs != EventHeader.UNKNOWN_NS && toNs != EventHeader.UNKNOWN_NS && toNs > fromNs) {
            length(name, owner, side, part, fromNs, toNs - fromNs);
        }
    }

    private void length(String name, Owner owner, MigrationSide side, @Nullable DeviceSide part, long fromNs, long ns) {
        part(name, owner, side, part, fromNs, ns).ifPresent(parts::add);
    }

    private Optional<Part> part(
            String name, Owner owner, MigrationSide side, @Nullable DeviceSide part, long fromNs, long ns) {
        Optional<String> device =
                Optional.ofNullable(part).map(known -> side.trace().deviceName(known.number()));
        return part(name, owner, side, device, fromNs, ns);
    }

    private Optional<Part> part(
            String name, Owner owner, MigrationSide side, Optional<String> device, long fromNs, long ns) {
        long start = side.axisNs(fromNs);
        if (start == EventHeader.UNKNOWN_NS || ns < 0) {
            return Optional.empty();
        }
        return Optional.of(new Part(
                name, owner, side.role().orElseThrow(), device, start, sinceStop(side, fromNs), new Interval(ns, ns)));
    }

    private Optional<Interval> sinceStop(MigrationSide side, long hostNs) {
        if (Objects.equals(sides.source(), side)) {
            return Optional.of(new Interval(hostNs - stoppedNs, hostNs - stoppedNs));
        }
        OptionalLong stopped = sides.comparable(Objects.requireNonNull(sides.source()), stoppedNs);
        OptionalLong then = sides.comparable(side, hostNs);
        if (stopped.isEmpty() || then.isEmpty() || clocks.usedNs().isEmpty()) {
            return Optional.empty();
        }
        long apart = then.getAsLong() - stopped.getAsLong();
        Interval offset = clocks.usedNs().get();
        return Optional.of(new Interval(apart - offset.max(), apart - offset.min()));
    }
}
