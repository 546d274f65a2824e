package dev.vfr.model.report;

import java.util.List;

/// What changed between two sets of runs, with the odds that chance alone shows as much.
///
/// @param before runs in the first set
/// @param after runs in the second set
/// @param alpha how often a change may be claimed where there is none, 0 to 1
/// @param measures the downtime first, then the phases
/// @param notes what could not be compared, and why: sentences
public record SetDiff(int before, int after, double alpha, List<Measure> measures, List<String> notes) {

    public SetDiff {
        measures = List.copyOf(measures);
        notes = List.copyOf(notes);
    }

    /// What the test allows to say.
    public enum Judgement {
        SLOWER,
        FASTER,
        /// A difference is not shown, which does not show that there is none.
        NOT_SHOWN,
        /// With so few runs no result could be significant.
        TOO_FEW_RUNS;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// One span over all runs, ns.
    ///
    /// @param before runs of the first set that show it
    /// @param after runs of the second set that show it
    /// @param shiftNs by how much the second set is slower: the median of all differences between a run of
    ///     the second and one of the first (Hodges and Lehmann)
    /// @param superiority the odds that a run of the second set takes longer than one of the first, ties
    ///     halved, 0 to 1
    /// @param p two-sided, of the Mann-Whitney U test
    /// @param adjustedP with all phases tested at once taken into account (Holm); of the downtime `p` itself
    /// @param exact p is counted out, not approximated
    public record Measure(
            MigrationDiff.Span span,
            int before,
            int after,
            double beforeMedianNs,
            double afterMedianNs,
            double shiftNs,
            double superiority,
            double p,
            double adjustedP,
            boolean exact,
            Judgement judgement) {}

    /// Something got slower, by more than chance explains.
    public boolean isSlower() {
        return measures.stream().anyMatch(measure -> measure.judgement() == Judgement.SLOWER);
    }
}
