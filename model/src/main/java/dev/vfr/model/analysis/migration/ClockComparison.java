package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.StreamMarks;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.OptionalLong;

/// How far the destination's clock is ahead of the source's, from facts alone.
///
/// What must have happened at the source first bounds the offset from above: a byte is read before it is written, a
/// device stops before its twin runs. What must have happened at the destination first bounds it from below: it
/// listens before anybody can connect, and it answers on the return path before the answer is read. Wall clocks are
/// used only where one bound is missing, and only as far as the facts allow.
///
/// @param offsetNs destination minus source, as proven
/// @param usedNs the offset to reckon with; empty where the times cannot be compared
public record ClockComparison(Report.ClockBasis basis, Optional<Interval> offsetNs, Optional<Interval> usedNs) {

    private static final ClockComparison NONE =
            new ClockComparison(Report.ClockBasis.NONE, Optional.empty(), Optional.empty());

    static ClockComparison of(Sides sides) {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        if (source == null || destination == null) {
            return NONE;
        }
        if (sides.sameClock() || sides.sameBoot()) {
            boolean timed = source.scan().anyTime;
            Optional<Interval> zero = Optional.of(new Interval(0, 0));
            return timed ? new ClockComparison(Report.ClockBasis.SAME_HOST, zero, zero) : NONE;
        }
        Bounds bounds = new Bounds(sides, source, destination);
        bounds.sourceFirst();
        bounds.destinationFirst();
        return bounds.result();
    }

    /// The tightest bounds so far.
    private static final class Bounds {
        private final Sides sides;
        private final Sides.Side source;
        private final Sides.Side destination;
        private OptionalLong least = OptionalLong.empty();
        private OptionalLong most = OptionalLong.empty();

        Bounds(Sides sides, Sides.Side source, Sides.Side destination) {
            this.sides = sides;
            this.source = source;
            this.destination = destination;
        }

        void sourceFirst() {
            Leg from = source.leg();
            Leg to = destination.leg();
            sourceBefore(from.momentNs("status-setup"), to.momentNs("migration_socket_incoming_accepted"));
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                Call resuming = pair.destination().resuming;
                Call running = pair.destination().running;
                Call stopped = pair.source().left == null ? pair.source().stopCopy : pair.source().left;
                if (resuming != null) {
                    sourceBefore(from.momentNs("status-setup"), resuming.returnedNs());
                }
                if (running != null && stopped != null) {
                    sourceBefore(stopped.calledNs(), running.returnedNs());
                }
                bytes(pair.source().marks, pair.destination().marks);
            }
        }

        private void bytes(StreamMarks read, StreamMarks written) {
            for (int i = 0; i < read.size(); i++) {
                int at = written.firstFrom(read.position(i));
                if (at >= 0) {
                    sourceBefore(read.ns(i), written.ns(at));
                }
            }
        }

        void destinationFirst() {
            Leg from = source.leg();
            Leg to = destination.leg();
            if (from.throughSocket || to.throughSocket) {
                long connected = from.momentNs("migration_socket_outgoing_connected");
                boolean shown = connected != EventHeader.UNKNOWN_NS;
                destinationBefore(to.momentNs("status-setup"), shown ? connected : from.momentNs("status-active"));
            }
            destinationBefore(to.momentNs("loadvm_process_command"), from.momentNs("source_return_path_thread_pong"));
            destinationBefore(
                    to.momentNs("loadvm_approve_switchover"),
                    from.momentNs("source_return_path_thread_switchover_acked"));
            destinationBefore(to.momentNs("status-completed"), from.momentNs("source_return_path_thread_shut"));
        }

        private void sourceBefore(long sourceNs, long destinationNs) {
            difference(sourceNs, destinationNs).ifPresent(ns -> {
                most = OptionalLong.of(most.isPresent() ? Math.min(most.getAsLong(), ns) : ns);
            });
        }

        private void destinationBefore(long destinationNs, long sourceNs) {
            difference(sourceNs, destinationNs).ifPresent(ns -> {
                least = OptionalLong.of(least.isPresent() ? Math.max(least.getAsLong(), ns) : ns);
            });
        }

        private OptionalLong difference(long sourceNs, long destinationNs) {
            OptionalLong s = sides.comparable(source, sourceNs);
            OptionalLong d = sides.comparable(destination, destinationNs);
            return s.isPresent() && d.isPresent()
                    ? OptionalLong.of(d.getAsLong() - s.getAsLong())
                    : OptionalLong.empty();
        }

        ClockComparison result() {
            if (least.isPresent() && most.isPresent() && least.getAsLong() <= most.getAsLong()) {
                Optional<Interval> proven = Optional.of(new Interval(least.getAsLong(), most.getAsLong()));
                return new ClockComparison(Report.ClockBasis.CAUSAL, proven, proven);
            }
            boolean contradictory = least.isPresent() && most.isPresent();
            return sides.anchored() && !contradictory ? byWallClock() : NONE;
        }

        /// The wall clocks agree to within what both may be wrong, and the one fact that is known may narrow that.
        private ClockComparison byWallClock() {
            long doubt = uncertainty(source) + uncertainty(destination);
            long min = Math.max(-doubt, least.orElse(-doubt));
            long max = Math.min(doubt, most.orElse(doubt));
            return min > max
                    ? NONE
                    : new ClockComparison(
                            Report.ClockBasis.WALL_CLOCK, Optional.empty(), Optional.of(new Interval(min, max)));
        }

        private static long uncertainty(Sides.Side side) {
            return side.scan()
                    .state
                    .clock(side.scan().hostClock(side.leg().process))
                    .map(clock -> clock.uncertaintyNs())
                    .orElse(0L);
        }
    }
}
