package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;

/// A migration was cancelled.
public final class MigrationCancelled implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-cancelled",
                    "The source was asked to give up, or did so by itself. The destination's messages about a stream that ends are a"
                            + " consequence.",
                    "",
                    "a VMM's status cancelled, or a device that went from pre-copy back to RUNNING with no call failing")
            .as(Advice.Bearing.OUTCOME);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return file.onOutcome(ADVICE, Report.Outcome.CANCELLED, _ -> Finding.Severity.INFO);
    }
}
