package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.watch.ArcTimes.TimedArc;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.Owner;
import dev.vfr.model.report.DowntimeAnatomy.Part;
import dev.vfr.model.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Takes a downtime apart: what each device's calls took, what the VMM did between them, and what lay on the way.
/// Only parts of which both ends are shown.
final class Anatomy {

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

    /// Empty where no device of the source stopped for the migration.
    static Optional<DowntimeAnatomy> of(Sides sides, ClockComparison clocks, OptionalLong vmmDowntimeNs) {
        Sides.Side source = sides.source();
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
                VmmFigure.explained(sides, clocks, known, vmmDowntimeNs),
                anatomy.after));
    }

    private void collect(Sides.Side source) {
        span("stop-request", Owner.VMM, source, null, source.leg().momentNs("src-downtime-start"), stoppedNs);
        source.leg().devices.values().forEach(part -> sending(source, part));
        vfioHandlers(source);
        handlers(source);
        Sides.Side destination = sides.destination();
        if (destination != null) {
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                crossing(source, destination, pair);
                taking(destination, pair);
            }
            vfioHandlers(destination);
            handlers(destination);
        }
    }

    private void sending(Sides.Side side, DeviceLeg part) {
        Call left = part.left;
        Call stopCopy = part.stopCopy;
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
        span("first-byte", Owner.VMM, side, part, stopCopy.returnedNs(), part.firstStopCopyReadNs);
        OptionalLong reading = part.stopCopyReads.busyNs();
        if (reading.isPresent()) {
            length("device-reads", Owner.DEVICE, side, part, part.firstStopCopyReadNs, reading.getAsLong());
            long between = part.stopCopyReads.betweenNs().orElse(0);
            length("between-reads", Owner.VMM, side, part, part.firstStopCopyReadNs, between);
        } else {
            span("reads", Owner.VMM, side, part, part.firstStopCopyReadNs, part.lastStopCopyReadNs);
        }
        leaving(side, part);
    }

    /// Leaving STOP_COPY is a part of the downtime only where the VMM does it before its stream ends.
    private void leaving(Sides.Side side, DeviceLeg part) {
        Call gone = part.leftStopCopy;
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

    private void crossing(Sides.Side source, Sides.Side destination, DevicePairs.Pair pair) {
        DeviceLeg sent = pair.source();
        OptionalLong read = sides.comparable(source, sent.lastStopCopyReadNs);
        OptionalLong written = sides.comparable(destination, pair.destination().lastMovedNs);
        Interval offset = clocks.usedNs().orElse(null);
        if (read.isEmpty() || written.isEmpty() || offset == null || sent.unsized) {
            return;
        }
        long apart = written.getAsLong() - read.getAsLong();
        long most = apart - offset.min();
        part("transfer", Owner.TRANSFER, source, sent, sent.lastStopCopyReadNs, Math.max(0, most))
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

    private void taking(Sides.Side side, DevicePairs.Pair pair) {
        DeviceLeg part = pair.destination();
        loading(side, pair);
        span("config", Owner.VMM, side, part, part.configBegunNs, part.configLoadedNs);
        Call begun = part.resumeBegun;
        Call running = part.running;
        if (begun == null || running == null) {
            return;
        }
        if (tookStopCopy(pair)) {
            span("before-resume", Owner.VMM, side, part, part.lastMovedNs, begun.calledNs());
        }
        arcs(side, part, begun.calledNs());
        if (begun.seq() != running.seq()) {
            call("resume-to-p2p", side, part, begun);
        }
        call("resume-to-running", side, part, running);
    }

    /// The last byte was one that STOP_COPY gave, as far as the traces tell; a device may give none then.
    static boolean tookStopCopy(DevicePairs.Pair pair) {
        DeviceLeg part = pair.destination();
        boolean sized = !pair.source().unsized && !part.unsized && pair.source().bytes > 0;
        return !sized || part.marks.firstFrom(pair.source().preCopyBytes + 1) >= 0;
    }

    private void loading(Sides.Side side, DevicePairs.Pair pair) {
        DeviceLeg part = pair.destination();
        if (pair.source().unsized || part.unsized) {
            return;
        }
        int first = part.marks.firstFrom(pair.source().preCopyBytes + 1);
        if (first < 0) {
            return;
        }
        long begun = part.marks.ns(first);
        OptionalLong writing = part.writingAfter(pair.source().preCopyBytes);
        if (writing.isPresent() && part.lastMovedNs >= begun) {
            length("device-writes", Owner.DEVICE, side, part, begun, writing.getAsLong());
            long between = part.lastMovedNs - begun - writing.getAsLong();
            length("between-writes", Owner.VMM, side, part, begun, Math.max(0, between));
        } else {
            span("writes", Owner.VMM, side, part, begun, part.lastMovedNs);
        }
    }

    /// What the driver did inside the calls, where a probe in the kernel saw it.
    private void arcs(Sides.Side side, DeviceLeg part, long fromNs) {
        for (TimedArc arc : side.scan().facts.of(TimedArc.class).first()) {
            boolean here = arc.process() == side.leg().process
                    && arc.device() == part.device
                    && arc.seq() >= side.leg().startSeq
                    && arc.seq() <= side.leg().lastSeq
                    && arc.startNs() >= fromNs;
            if (here && arc.from().isPresent()) {
                String name = (arc.from().get() + "-to-" + arc.to())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                length("arc-" + name, Owner.DEVICE, side, part, arc.startNs(), arc.ns());
            }
        }
    }

    /// By the VMM's own measure; it does not tell when each of them ran.
    private void handlers(Sides.Side side) {
        OptionalLong others = side.leg().otherHandlersNs;
        boolean saving = Objects.equals(sides.source(), side);
        long from = side.leg().momentNs(saving ? "src-downtime-start" : "dst-precopy-loadvm-completed");
        if (others.isPresent() && others.getAsLong() > 0) {
            length("other-handlers", Owner.VMM, side, null, from, others.getAsLong());
        }
    }

    /// Where the VMM tells no more of its devices than how long it was in their handlers.
    private void vfioHandlers(Sides.Side side) {
        for (Leg.HandlerTime time : Switchover.handlers(side)) {
            part(time.name(), Owner.HANDLER, side, Optional.of(time.handler()), time.startNs(), time.ns())
                    .ifPresent(parts::add);
        }
    }

    private void call(String name, Sides.Side side, DeviceLeg part, Call call) {
        span(name, Owner.DEVICE, side, part, call.calledNs(), call.returnedNs());
    }

    private void span(String name, Owner owner, Sides.Side side, @Nullable DeviceLeg part, long fromNs, long toNs) {
        if (fromNs != EventHeader.UNKNOWN_NS && toNs != EventHeader.UNKNOWN_NS && toNs > fromNs) {
            length(name, owner, side, part, fromNs, toNs - fromNs);
        }
    }

    private void length(String name, Owner owner, Sides.Side side, @Nullable DeviceLeg part, long fromNs, long ns) {
        part(name, owner, side, part, fromNs, ns).ifPresent(parts::add);
    }

    private Optional<Part> part(
            String name, Owner owner, Sides.Side side, @Nullable DeviceLeg part, long fromNs, long ns) {
        Optional<String> device =
                Optional.ofNullable(part).map(known -> side.scan().deviceName(known.device));
        return part(name, owner, side, device, fromNs, ns);
    }

    private Optional<Part> part(
            String name, Owner owner, Sides.Side side, Optional<String> device, long fromNs, long ns) {
        long start = side.axisNs(fromNs);
        if (start == EventHeader.UNKNOWN_NS || ns < 0 || side.leg().side == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Part(name, owner, side.leg().side, device, start, sinceStop(side, fromNs), new Interval(ns, ns)));
    }

    private Optional<Interval> sinceStop(Sides.Side side, long hostNs) {
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
