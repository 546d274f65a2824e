package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.function.Function;

/// Reports how a migration ended. It needs the judgement on it, so that it comes after all other rules.
///
/// @param outcome the migrations that it reports
/// @param severity of the finding on such a migration
public record OutcomeRule(Advice advice, Report.Outcome outcome, Function<MigrationCase, Finding.Severity> severity)
        implements Rule {

    /// A migration failed.
    static final Rule FAILED = new OutcomeRule(
            new Advice(
                            "migration-failed",
                            "One of the two sides failed, or device state was lost.",
                            "The other findings and the messages of both VMMs tell the cause.",
                            "a VMM's status failed, a device's refusal, or a source that is gone")
                    .as(Advice.Bearing.OUTCOME),
            Report.Outcome.FAILED,
            _ -> Finding.Severity.ERROR);

    /// The traces end before the migration does. What a source cannot show is nobody's fault.
    static final Rule OPEN = new OutcomeRule(
            new Advice(
                            "migration-open",
                            "Neither side shows how the migration ended: the capture was stopped, a process was killed, or a side hangs.",
                            "Capture both sides to the end; see whether the processes still run.",
                            "no terminal status and no device back at rest")
                    .as(Advice.Bearing.OUTCOME),
            Report.Outcome.INCOMPLETE,
            migration -> migration.showsNoStates() ? Finding.Severity.INFO : Finding.Severity.WARNING);

    /// A migration was cancelled.
    static final Rule CANCELLED = new OutcomeRule(
            new Advice(
                            "migration-cancelled",
                            "The source was asked to give up, or did so by itself. The destination's messages about a stream that ends are a"
                                    + " consequence.",
                            "",
                            "a VMM's status cancelled, or a device that went from pre-copy back to RUNNING with no call failing")
                    .as(Advice.Bearing.OUTCOME),
            Report.Outcome.CANCELLED,
            _ -> Finding.Severity.INFO);

    /// Judged without the findings of other rules.
    @Override
    public List<Finding> findings(CaseFile file) {
        return findings(file, migration -> Judgement.of(migration, Judgement.Found.NOTHING));
    }

    /// @param judgements what is said of each migration: the summary of its finding
    List<Finding> findings(CaseFile file, Function<MigrationCase, Judgement> judgements) {
        return file.migrations().stream()
                .filter(migration -> migration.outcome() == outcome)
                .map(migration -> file.onMigration(
                        advice,
                        migration,
                        severity.apply(migration),
                        judgements.apply(migration).verdict()))
                .toList();
    }
}
