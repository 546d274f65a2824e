package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// The two sides' clocks cannot be compared well enough to measure the downtime.
public final class ClocksNotProven implements Rule {

    private static final Advice ADVICE = new Advice(
                    "clocks-not-proven",
                    "The clocks of two hosts may be minutes apart. Only events that must precede"
                            + " each other bound their offset, and an answer of the destination is missing"
                            + " here.",
                    "Migrate with the return path (migrate-set-capabilities return-path) and"
                            + " synchronize both hosts with one time server.",
                    "a byte is read before it is written; an answer is given before it is read",
                    "",
                    "Wall clocks that agree with the events of both sides. A migration that did not"
                            + " complete, and two traces of one boot.")
            .by(Responsible.OPERATOR);

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
                findings.add(file.onMigration(ADVICE, migration, Finding.Severity.INFO, unproven(known, migration)));
            }
        }
        return findings;
    }

    private static Sentence unproven(Downtime.Known known, MigrationCase migration) {
        String reason = Sentences.inside(migration.clocks().told());
        return known.atLeastNs().isPresent()
                ? Sentence.of("the downtime has only a lower bound, {downtimeNs}: {reason}")
                        .time("downtimeNs", known.atLeastNs().getAsLong())
                        .text("reason", reason)
                : Sentence.of("the downtime is unknown: {reason}").text("reason", reason);
    }

    /// A contradiction is found by a rule of its own.
    private static boolean isOpen(MigrationCase migration) {
        boolean ran = Downtime.showsRunning(migration.sides());
        return ran
                && switch (migration.clocks().doubt()) {
                    case CLOCKS_APART, THROUGH_FILE, NO_FACTS, PAIRED_BY_WALL_CLOCKS -> true;
                    case NONE, NO_TIMES, WALL_CLOCKS, CONTRADICTION -> false;
                };
    }
}
