package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;

/// A report and the budgets held against it.
///
/// @param allowUnknown whether a figure that cannot be judged passes
public record CheckResult(Report report, List<Judgement> judgements, boolean allowUnknown) {

    public CheckResult {
        judgements = List.copyOf(judgements);
    }

    /// Whether nothing is wrong: no finding of severity error, and no budget exceeded.
    public boolean isPassed() {
        return report.findings().stream().noneMatch(CheckResult::isRefused)
                && judgements.stream().noneMatch(this::isRefused);
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
    static boolean isRefused(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }
}
