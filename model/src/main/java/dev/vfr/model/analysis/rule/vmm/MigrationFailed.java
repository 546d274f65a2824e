package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;

/// A migration failed.
public final class MigrationFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-failed",
                    "One of the two sides failed, or device state was lost.",
                    "The other findings and the messages of both VMMs tell the cause.",
                    "a VMM's status failed, a device's refusal, or a source that is gone")
            .as(Advice.Bearing.OUTCOME);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return file.onOutcome(ADVICE, Report.Outcome.FAILED, _ -> Finding.Severity.ERROR);
    }
}
