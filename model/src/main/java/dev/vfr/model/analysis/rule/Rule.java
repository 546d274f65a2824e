package dev.vfr.model.analysis.rule;

import dev.vfr.model.report.Finding;
import java.util.List;

/// One thing to look for. A rule has no state and judges only what the pass has learned.
public interface Rule {

    /// What is the same in each of its findings, and its paragraph in the list of rules.
    Advice advice();

    /// What it found, in the order of the traces.
    List<Finding> findings(CaseFile file);
}
