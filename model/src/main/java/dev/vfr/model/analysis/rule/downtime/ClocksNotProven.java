package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// The two sides' clocks cannot be compared well enough to tell the downtime.
public final class ClocksNotProven implements Rule {

    private static final Advice ADVICE = new Advice(
                    "clocks-not-proven",
                    "Two hosts' clocks are not one clock, and may be minutes apart. Facts that must precede each other bound their"
                            + " offset: a byte is read before it is written. Without an answer of the destination nothing bounds"
                            + " how long it took, so that the downtime has a least length only.",
                    "Migrate with the return path (migrate-set-capabilities return-path), whose answers give the missing bound, and"
                            + " let both hosts ask one time server.",
                    "a byte is read before it is written; an answer is given before it is read",
                    "",
                    "Wall clocks that stand right where the facts put them. A migration that was not completed, of which nobody"
                            + " asks the downtime. Two traces of one boot.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            if (migration.outcome() == Report.Outcome.COMPLETED && isOpen(migration)) {
                Downtime.Known known = Downtime.known(migration.sides(), migration.clocks());
                findings.add(file.onMigration(
                        ADVICE,
                        migration,
                        Finding.Severity.INFO,
                        "the downtime is not proven"
                                + (known.atLeastNs().isPresent()
                                        ? ", but that it took at least "
                                                + Figures.time(known.atLeastNs().getAsLong())
                                        : "")
                                + ": " + Sentences.inside(migration.clocks().told())));
            }
        }
        return findings;
    }

    /// A contradiction is told by a rule of its own.
    private static boolean isOpen(MigrationCase migration) {
        boolean ran = Downtime.showsRunning(migration.sides());
        return ran
                && switch (migration.clocks().doubt()) {
                    case CLOCKS_APART, THROUGH_FILE, NO_FACTS, PAIRED_BY_WALL_CLOCKS -> true;
                    case NONE, NO_TIMES, WALL_CLOCKS, CONTRADICTION -> false;
                };
    }
}
