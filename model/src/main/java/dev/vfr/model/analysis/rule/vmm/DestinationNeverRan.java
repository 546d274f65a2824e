package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// The source gave its VM away, and nothing shows that the destination took it.
public final class DestinationNeverRan implements Rule {

    private static final Advice ADVICE = new Advice(
                    "destination-never-ran",
                    "The source says completed and its VM stands still, but the destination's trace ends with the load not done:"
                            + " the VM runs nowhere.",
                    "See whether the destination still lives. If not, the source can be continued (cont) as long as its process"
                            + " is there.",
                    "status completed at the source alone")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            MigrationSide destination = migration.sides().destination();
            if (source != null
                    && destination != null
                    && Ending.of(source) == Ending.COMPLETED
                    && Ending.of(destination) == Ending.OPEN) {
                boolean failed = migration.outcome() == Report.Outcome.FAILED;
                findings.add(ADVICE.on(
                        destination.trace(),
                        destination.lastSeq(),
                        failed ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        "the source says completed, but the destination never ran"));
            }
        }
        return findings;
    }
}
