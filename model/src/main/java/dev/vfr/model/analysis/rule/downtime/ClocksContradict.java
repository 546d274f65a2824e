package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// What happened at the two sides contradicts every offset that their clocks can have had.
public final class ClocksContradict implements Rule {

    private static final Advice ADVICE = new Advice(
                    "clocks-contradict",
                    "Facts that must precede each other bound the offset between the two clocks from both ends, and here no offset"
                            + " is within the bounds, even where both clocks drift by the 500 ppm that the kernel allows. A clock"
                            + " was set during the migration, or the traces are not of one migration.",
                    "See whether a host's time was stepped (chronyd, ntpd, a resumed VM), and whether the two traces belong"
                            + " together.",
                    "a byte is read before it is written; an answer is given before it is read; adjtimex(2): 500 ppm",
                    "",
                    "Clocks that drift, and clocks that are minutes apart all the time.")
            .by(Mover.OPERATOR)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            if (migration.clocks().doubt() == ClockComparison.Doubt.CONTRADICTION) {
                findings.add(file.onMigration(
                        ADVICE,
                        migration,
                        Finding.Severity.WARNING,
                        "no offset between the two clocks fits what happened at both sides: times of source and"
                                + " destination are not compared"));
            }
        }
        return findings;
    }
}
