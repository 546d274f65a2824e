package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Guide;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.stream.Stream;

/// A report and the budgets held against it.
///
/// @param allowUnknown whether what cannot be judged passes: a figure, an incomplete trace
public record CheckResult(Report report, List<Judgement> judgements, boolean allowUnknown) {

    /// The rule about traces that end early or are damaged: what is missing may be the failure.
    private static final String INCOMPLETE = "trace-incomplete";

    public CheckResult {
        judgements = List.copyOf(judgements);
    }

    private static final Guide NOTHING_TO_JUDGE = new Guide(
            "",
            "No migration in these traces has an end that they show, so nothing was checked. That is no pass.",
            "Capture both sides to the end of the migration, or pass --allow-unknown.",
            "vfr check: only a migration whose end is shown can pass",
            Responsible.UNDECIDED);

    /// Whether something was judged and nothing is wrong: no finding of severity error, no incomplete trace, and no
    /// budget exceeded.
    public boolean isPassed() {
        return findings().stream().noneMatch(this::isRefused)
                && judgements.stream().noneMatch(this::isRefused);
    }

    /// The report's findings, and that there was nothing to judge if so.
    List<Finding> findings() {
        boolean judged =
                report.migrations().stream().anyMatch(migration -> migration.outcome() != Report.Outcome.INCOMPLETE);
        if (judged || allowUnknown) {
            return report.findings();
        }
        Finding nothing = new Finding(
                "nothing-to-judge",
                Finding.Severity.ERROR,
                Finding.Place.OVERALL,
                Sentence.of("nothing to judge: the traces show no migration with its end"),
                NOTHING_TO_JUDGE,
                Finding.Reasons.NONE);
        return Stream.concat(Stream.of(nothing), report.findings().stream()).toList();
    }

    /// Whether a judgement counts against what was checked. A figure that nobody knows is not within its budget.
    boolean isRefused(Judgement judgement) {
        return switch (judgement.result()) {
            case WITHIN -> false;
            case EXCEEDED -> true;
            case UNJUDGED -> !allowUnknown;
        };
    }

    /// Whether a finding counts by itself; others count only against a budget for findings.
    boolean isRefused(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR
                || (!allowUnknown && finding.rule().equals(INCOMPLETE));
    }
}
