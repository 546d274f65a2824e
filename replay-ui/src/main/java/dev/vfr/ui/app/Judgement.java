package dev.vfr.ui.app;

import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.verdict.Verdict;
import java.util.List;
import java.util.function.UnaryOperator;

/// What the analysis says, as the panes show it.
record Judgement(Verdict verdict, List<FindingItem> findings) {
    Judgement {
        findings = List.copyOf(findings);
    }

    /// The same with other names in its sentences.
    Judgement withNames(UnaryOperator<String> names) {
        Verdict renamed = new Verdict(
                verdict.outcome(),
                verdict.tone(),
                names.apply(verdict.sentence()),
                verdict.downtime(),
                verdict.vmmDowntime(),
                verdict.facts().stream()
                        .map(fact -> new Verdict.Fact(fact.name(), names.apply(fact.value())))
                        .toList());
        return new Judgement(
                renamed,
                findings.stream()
                        .map(finding -> new FindingItem(
                                finding.severity(),
                                finding.rule(),
                                names.apply(finding.summary()),
                                names.apply(finding.explanation()),
                                names.apply(finding.remedy()),
                                finding.clause(),
                                finding.seq()))
                        .toList());
    }
}
