package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// A rule that looks at each trace on its own.
///
/// @param judge finds what one trace lacks
record TraceRule(Advice advice, Judge judge) implements Rule {

    /// What such a rule finds.
    interface Judge {
        List<Finding> find(Advice advice, ScannedTrace trace);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        file.traces().forEach(trace -> findings.addAll(judge.find(advice, trace)));
        return findings;
    }
}
