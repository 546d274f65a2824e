package dev.vfr.model.analysis.pass;

import dev.vfr.model.report.Report;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Weighs what speaks for a process to be the source or the destination of a migration. Nothing is taken for granted: a
/// side without proof, or with as much for the one as for the other, is unknown.
final class SideProof {

    /// What proves a side, by its weight.
    enum Weight {
        /// The file that the user named.
        LABEL(1),
        /// What mostly, but not only, one side reports.
        REPORT(2),
        /// `-incoming` on the command line, which a later migration away from there follows.
        COMMAND_LINE(4),
        /// A message that one side prints.
        MESSAGE(8),
        /// A step of the VMM's log that one side takes.
        STEP(16);

        private final int value;

        Weight(int value) {
            this.value = value;
        }
    }

    private final Map<Report.Side, Integer> sums = new EnumMap<>(Report.Side.class);

    void add(Report.Side side, Weight weight) {
        sums.merge(side, weight.value, Math::max);
    }

    /// Empty where the weightiest proofs of both sides weigh the same, or there is none.
    Optional<Report.Side> side() {
        int source = sums.getOrDefault(Report.Side.SOURCE, 0);
        int destination = sums.getOrDefault(Report.Side.DESTINATION, 0);
        if (source == destination) {
            return Optional.empty();
        }
        return Optional.of(source > destination ? Report.Side.SOURCE : Report.Side.DESTINATION);
    }
}
