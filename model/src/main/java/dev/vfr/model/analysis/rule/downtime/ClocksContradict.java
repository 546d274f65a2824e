package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// The events of the two sides contradict every possible offset of their clocks.
public final class ClocksContradict implements Rule {

    private static final Advice ADVICE = new Advice(
                    "clocks-contradict",
                    "Facts that must precede each other bound the offset between the two clocks. No"
                            + " offset is within these bounds, even with the 500 ppm of drift that the kernel"
                            + " allows.",
                    "Check whether a host's time was stepped (chronyd, ntpd, a resumed VM) and"
                            + " whether both traces are of one migration.",
                    "a byte is read before it is written; an answer is given before it is read;"
                            + " adjtimex(2): 500 ppm",
                    "",
                    "Clocks that drift, and clocks that are minutes apart all the time.")
            .by(Responsible.OPERATOR)
            .as(Bearing.ASIDE);

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
                        Sentence.of(
                                "no offset between the two clocks fits the events of both sides, so their times are not"
                                        + " compared")));
            }
        }
        return findings;
    }
}
