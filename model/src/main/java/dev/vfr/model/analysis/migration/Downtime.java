package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.OptionalLong;

/// Measures how long no device ran: from the entry of the SET that took the first source device out of RUNNING or
/// PRE_COPY to the return of the SET that made the last destination device RUNNING.
public final class Downtime {

    private Downtime() {}

    /// What is known of a downtime.
    ///
    /// @param atLeastNs no shorter, as the facts prove; empty where they prove nothing or the destination never ran
    /// @param ns from both ends; empty where it has no upper bound
    public record Known(OptionalLong atLeastNs, Optional<Interval> ns) {}

    private static final Known UNKNOWN = new Known(OptionalLong.empty(), Optional.empty());

    /// Empty where the destination never ran, where the source was not stopped for the migration, or where the two
    /// clocks cannot be compared.
    public static Optional<Interval> of(Sides sides, ClockComparison clocks) {
        return known(sides, clocks).ns();
    }

    /// What is known of the downtime, be it no more than that it was no shorter.
    public static Known known(Sides sides, ClockComparison clocks) {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        if (source == null || destination == null || clocks.mostNs().isEmpty()) {
            return UNKNOWN;
        }
        OptionalLong earliest = OptionalLong.empty();
        OptionalLong called = OptionalLong.empty();
        for (DeviceLeg part : source.leg().devices.values()) {
            Call left = part.left;
            if (left != null && left.hasTime()) {
                earliest = least(earliest, sides.comparable(source, left.earliestNs()));
                called = least(called, sides.comparable(source, left.calledNs()));
            }
        }
        OptionalLong ran = runningNs(sides, destination);
        if (earliest.isEmpty() || called.isEmpty() || ran.isEmpty()) {
            return UNKNOWN;
        }
        long min = Math.max(
                0, ran.getAsLong() - called.getAsLong() - clocks.mostNs().getAsLong());
        boolean oneClock = clocks.basis() == Report.ClockBasis.SAME_HOST;
        // In the meantime the clocks drift apart.
        long atLeast = oneClock ? min : min - ClockFacts.drift(min);
        if (clocks.usedNs().isEmpty()) {
            return new Known(OptionalLong.of(atLeast), Optional.empty());
        }
        long max =
                ran.getAsLong() - earliest.getAsLong() - clocks.usedNs().get().min();
        long atMost = oneClock ? max : max + ClockFacts.drift(Math.max(0, max));
        return atMost < atLeast
                ? UNKNOWN
                : new Known(OptionalLong.of(atLeast), Optional.of(new Interval(atLeast, atMost)));
    }

    /// Whether the device left STOP_COPY before the source had said all, while the guest stood still. Later it is no
    /// downtime.
    public static boolean leftStopCopyWithin(Sides.Side source, DeviceLeg part) {
        Call gone = part.leftStopCopy;
        long ended = source.leg().momentNs("src-downtime-end");
        long said = ended == EventHeader.UNKNOWN_NS ? source.leg().momentNs("status-completed") : ended;
        return gone != null && gone.hasTime() && said != EventHeader.UNKNOWN_NS && gone.returnedNs() <= said;
    }

    /// How long the device at the source stood still in a migration that was given up.
    static OptionalLong sourceStoppedNs(Sides sides) {
        Sides.Side source = sides.source();
        if (source == null) {
            return OptionalLong.empty();
        }
        long longest = -1;
        for (DeviceLeg part : source.leg().devices.values()) {
            Call left = part.left;
            Call back = part.running;
            if (left != null && back != null && left.hasTime() && back.hasTime()) {
                longest = Math.max(longest, back.returnedNs() - left.calledNs());
            }
        }
        return longest < 0 ? OptionalLong.empty() : OptionalLong.of(longest);
    }

    /// When the last of the destination's devices ran; empty unless all of them did.
    private static OptionalLong runningNs(Sides sides, Sides.Side destination) {
        OptionalLong last = OptionalLong.empty();
        for (DeviceLeg part : destination.leg().devices.values()) {
            if (part.resuming == null) {
                continue;
            }
            Call running = part.running;
            if (running == null || running.returnedNs() == EventHeader.UNKNOWN_NS) {
                return OptionalLong.empty();
            }
            OptionalLong ns = sides.comparable(destination, running.returnedNs());
            if (ns.isEmpty()) {
                return ns;
            }
            last = last.isPresent() ? OptionalLong.of(Math.max(last.getAsLong(), ns.getAsLong())) : ns;
        }
        return last;
    }

    private static OptionalLong least(OptionalLong a, OptionalLong b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
    }
}
