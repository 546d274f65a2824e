package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.OptionalLong;

/// How far the destination's clock is ahead of the source's when the devices stop, from facts.
///
/// What must have happened at the source first bounds the offset from above, what must have happened at the
/// destination first bounds it from below: see [ClockFacts]. Wall clocks alone prove nothing. They count only where
/// they stand at the very bound that the facts prove: a byte then seems to have crossed the network in a moment, which
/// clocks that are minutes apart would show by chance alone.
///
/// @param offsetNs destination minus source, as proven from both ends
/// @param usedNs the offset to reckon with; empty where the downtime has no upper bound
/// @param mostNs the offset is no more, as proven; empty where nothing proves it
/// @param doubt what is missing for a proof
public record ClockComparison(
        Report.ClockBasis basis,
        Optional<Interval> offsetNs,
        Optional<Interval> usedNs,
        OptionalLong mostNs,
        Doubt doubt) {

    /// What is missing for a proof, from both ends, of how the clocks stand to each other.
    public enum Doubt {
        NONE,
        /// A side has no times, or no trace shows it.
        NO_TIMES,
        /// No fact tells what the destination did first; the wall clocks stand where the other facts do.
        WALL_CLOCKS,
        /// No fact tells what the destination did first, and the wall clocks are too far from what the others tell.
        CLOCKS_APART,
        /// The stream went through a file, so that any time may have passed between the two sides.
        THROUGH_FILE,
        /// No fact tells what the source did first.
        NO_FACTS,
        /// Only the wall clocks tell that the two sides are of one migration, so that they prove nothing else.
        PAIRED_BY_WALL_CLOCKS,
        /// Facts contradict each other by more than clocks can drift.
        CONTRADICTION
    }

    /// What the quickest byte of a migration may take from the source's device to the destination's. A gap that is
    /// wider is the clocks', as likely as not.
    private static final long QUICKEST_BYTE_NS = 100_000_000;

    /// What hosts that ask a time server may be apart.
    private static final long TIME_SERVER_NS = 10_000_000;

    static ClockComparison of(Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return unknown(Doubt.NO_TIMES, OptionalLong.empty());
        }
        if (sides.sameClock() || sides.sameBoot() || (sides.anchored() && Kinds.of(sides) == Report.Kind.CPR)) {
            return source.trace().anyTime()
                    ? proven(Report.ClockBasis.SAME_HOST, new Interval(0, 0))
                    : unknown(Doubt.NO_TIMES, OptionalLong.empty());
        }
        if (!source.trace().anyTime() || !destination.trace().anyTime()) {
            return unknown(Doubt.NO_TIMES, OptionalLong.empty());
        }
        if (sides.pairedBy() == PairedBy.WALL_CLOCKS) {
            return unknown(Doubt.PAIRED_BY_WALL_CLOCKS, OptionalLong.empty());
        }
        return of(sides, source, destination, ClockFacts.of(sides, source, destination));
    }

    private static ClockComparison of(Sides sides, MigrationSide source, MigrationSide destination, ClockFacts facts) {
        OptionalLong least = facts.leastNs();
        OptionalLong most = facts.mostNs();
        if (most.isEmpty()) {
            return unknown(Doubt.NO_FACTS, most);
        }
        if (least.isPresent()) {
            return least.getAsLong() <= most.getAsLong()
                    ? proven(Report.ClockBasis.CAUSAL, new Interval(least.getAsLong(), most.getAsLong()))
                    : unknown(Doubt.CONTRADICTION, OptionalLong.empty());
        }
        if (source.throughFile() || destination.throughFile()) {
            return unknown(Doubt.THROUGH_FILE, most);
        }
        long doubt = uncertainty(source) + uncertainty(destination);
        boolean atTheBound = most.getAsLong() >= -doubt && most.getAsLong() <= doubt + QUICKEST_BYTE_NS;
        if (!sides.anchored() || !atTheBound) {
            return unknown(Doubt.CLOCKS_APART, most);
        }
        Interval used = new Interval(-doubt - TIME_SERVER_NS, most.getAsLong());
        return new ClockComparison(
                Report.ClockBasis.WALL_CLOCK, Optional.empty(), Optional.of(used), most, Doubt.WALL_CLOCKS);
    }

    private static ClockComparison proven(Report.ClockBasis basis, Interval offset) {
        return new ClockComparison(
                basis, Optional.of(offset), Optional.of(offset), OptionalLong.of(offset.max()), Doubt.NONE);
    }

    private static ClockComparison unknown(Doubt doubt, OptionalLong most) {
        return new ClockComparison(Report.ClockBasis.NONE, Optional.empty(), Optional.empty(), most, doubt);
    }

    private static long uncertainty(MigrationSide side) {
        return side.trace()
                .state()
                .clock(side.trace().hostClock(side.process()))
                .map(clock -> clock.uncertaintyNs())
                .orElse(0L);
    }

    /// How the clocks were compared, or why they could not be: a sentence.
    public String told() {
        return switch (doubt) {
            case NONE ->
                basis == Report.ClockBasis.SAME_HOST
                        ? "Both sides are on one clock."
                        : "The destination's clock is ahead of the source's by " + Figures.time(offsetNs.orElseThrow())
                                + ": facts of both sides prove it.";
            case NO_TIMES -> "One side is not shown, or has no times.";
            case WALL_CLOCKS ->
                "The facts prove that the destination's clock is ahead by no more than "
                        + Figures.time(mostNs.orElseThrow())
                        + "; that it is not behind by more than "
                        + Figures.time(-usedNs.orElseThrow().min())
                        + " is what the wall clocks say.";
            case CLOCKS_APART ->
                "No answer of the destination bounds how long the transfer took, and the hosts' wall clocks do not"
                        + " agree with what is known of it.";
            case THROUGH_FILE ->
                "The stream went through a file: nothing but the hosts' wall clocks tells how long it lay there.";
            case NO_FACTS -> "The traces share no fact that orders the two sides.";
            case PAIRED_BY_WALL_CLOCKS ->
                "Other sides in these traces fit as well: that these two are of one migration is not proven, and is"
                        + " what the hosts' wall clocks say.";
            case CONTRADICTION ->
                "The facts contradict each other by more than clocks drift: a clock was set during the migration, or"
                        + " the two sides are not of one migration.";
        };
    }
}
