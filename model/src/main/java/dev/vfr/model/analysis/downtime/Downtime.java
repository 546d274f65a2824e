package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.ClockFacts;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Span;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Measures how long no device ran: from the entry of the SET that took the first source device out of RUNNING or
/// PRE_COPY to the return of the SET that made the last destination device RUNNING.
public final class Downtime {

    private Downtime() {}

    /// What is known of a downtime.
    ///
    /// @param atLeastNs the lower bound that the facts prove; empty if they prove none
    /// @param ns from both ends; empty if it has no upper bound
    public record Known(OptionalLong atLeastNs, Optional<Interval> ns) {}

    private static final Known UNKNOWN = new Known(OptionalLong.empty(), Optional.empty());

    /// Empty if the destination never ran, where the source was not stopped for the migration, or where the two
    /// clocks cannot be compared.
    public static Optional<Interval> of(Sides sides, ClockComparison clocks) {
        return known(sides, clocks).ns();
    }

    /// What is known of the downtime, even if that is only a lower bound.
    public static Known known(Sides sides, ClockComparison clocks) {
        Known both = ofBothSides(sides, clocks);
        MigrationSide source = sides.source();
        if (both.ns().isPresent() || source == null) {
            return both;
        }
        OptionalLong alone = ofSource(source);
        return alone.isEmpty() || both.atLeastNs().orElse(-1) >= alone.getAsLong()
                ? both
                : new Known(alone, Optional.empty());
    }

    /// What the source alone proves: from the stop of its devices to its last event that precedes the start of the
    /// destination, which needs all that the source saved. Empty if the source went on with its VM after a cancel.
    private static OptionalLong ofSource(MigrationSide source) {
        long stopped = Switchover.stopped(source).map(Span::toNs).orElseGet(() -> source.momentNs("src-vm-stopped"));
        if (stopped == EventHeader.UNKNOWN_NS || source.end().equals(Optional.of("cancelled"))) {
            return OptionalLong.empty();
        }
        LongStream devices = source.devices().stream().mapToLong(DeviceSide::lastStopCopyReadNs);
        LongStream handlers = Stream.concat(
                        source.vmm().handlers().vfio().stream(), source.vmm().handlers().others().stream())
                .filter(HandlerTime::saving)
                .mapToLong(HandlerTime::endNs);
        LongStream checkpoints =
                Stream.of("src-iterable-saved", "src-non-iterable-saved").mapToLong(source::momentNs);
        long last = LongStream.concat(LongStream.concat(devices, handlers), checkpoints)
                .filter(ns -> ns != EventHeader.UNKNOWN_NS)
                .max()
                .orElse(stopped);
        return last > stopped ? OptionalLong.of(last - stopped) : OptionalLong.empty();
    }

    private static Known ofBothSides(Sides sides, ClockComparison clocks) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null || clocks.mostNs().isEmpty()) {
            return UNKNOWN;
        }
        Optional<Span> stopped = Switchover.stopped(source).flatMap(span -> comparable(sides, source, span));
        Optional<Span> ran = Switchover.ran(destination).flatMap(span -> comparable(sides, destination, span));
        if (stopped.isEmpty() || ran.isEmpty()) {
            return UNKNOWN;
        }
        long min = Math.max(
                0, ran.get().fromNs() - stopped.get().toNs() - clocks.mostNs().getAsLong());
        boolean oneClock = clocks.basis() == Report.ClockBasis.SAME_HOST;
        // In the meantime the clocks drift apart.
        long atLeast = oneClock ? min : min - ClockFacts.drift(min);
        if (clocks.usedNs().isEmpty()) {
            return new Known(OptionalLong.of(atLeast), Optional.empty());
        }
        long max = ran.get().toNs()
                - stopped.get().fromNs()
                - clocks.usedNs().get().min();
        long atMost = oneClock ? max : max + ClockFacts.drift(Math.max(0, max));
        return atMost < atLeast
                ? UNKNOWN
                : new Known(OptionalLong.of(atLeast), Optional.of(new Interval(atLeast, atMost)));
    }

    /// Whether the trace of the destination shows that its devices ran.
    public static boolean showsRunning(Sides sides) {
        MigrationSide destination = sides.destination();
        return destination != null && Switchover.ran(destination).isPresent();
    }

    /// Whether the device left STOP_COPY before the source had said all, while the guest was stopped. Later it is no
    /// downtime.
    public static boolean leftStopCopyWithin(MigrationSide source, DeviceSide device) {
        CallTime gone = device.leftStopCopy().orElse(null);
        long ended = source.momentNs("src-downtime-end");
        long said = ended == EventHeader.UNKNOWN_NS ? source.momentNs("status-completed") : ended;
        return gone != null && gone.hasTime() && said != EventHeader.UNKNOWN_NS && gone.returnedNs() <= said;
    }

    /// How long the device at the source was stopped in a migration that was cancelled.
    public static OptionalLong sourceStoppedNs(Sides sides) {
        MigrationSide source = sides.source();
        if (source == null) {
            return OptionalLong.empty();
        }
        long longest = -1;
        for (DeviceSide device : source.devices()) {
            CallTime left = device.left().orElse(null);
            CallTime back = device.running().orElse(null);
            if (left != null && back != null && left.hasTime() && back.hasTime()) {
                longest = Math.max(longest, back.returnedNs() - left.calledNs());
            }
        }
        return longest < 0 ? OptionalLong.empty() : OptionalLong.of(longest);
    }

    private static Optional<Span> comparable(Sides sides, MigrationSide side, Span span) {
        OptionalLong from = sides.comparable(side, span.fromNs());
        OptionalLong to = sides.comparable(side, span.toNs());
        return from.isPresent() && to.isPresent()
                ? Optional.of(new Span(from.getAsLong(), to.getAsLong()))
                : Optional.empty();
    }
}
