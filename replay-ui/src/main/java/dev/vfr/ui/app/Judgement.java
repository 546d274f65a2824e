package dev.vfr.ui.app;

import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.verdict.Verdict;
import java.util.List;

/// What the analysis says, as the panes show it.
record Judgement(Verdict verdict, List<FindingItem> findings) {
    Judgement {
        findings = List.copyOf(findings);
    }
}
