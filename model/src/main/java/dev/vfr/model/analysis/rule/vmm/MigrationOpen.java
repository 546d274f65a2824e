package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;

/// The traces end before the migration does.
public final class MigrationOpen implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-open",
                    "Neither side shows how the migration ended: the capture was stopped, a process was killed, or a side hangs.",
                    "Capture both sides to the end; see whether the processes still run.",
                    "no terminal status and no device back at rest")
            .as(Advice.Bearing.OUTCOME);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return file.onOutcome(ADVICE, Report.Outcome.INCOMPLETE, MigrationOpen::severity);
    }

    /// What a source cannot show is no fault of anybody.
    private static Finding.Severity severity(MigrationCase migration) {
        return migration.showsNoStates() ? Finding.Severity.INFO : Finding.Severity.WARNING;
    }
}
