package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// A device changed its state more often than a report holds.
public final class PathCut implements Rule {

    private static final Advice ADVICE = new Advice(
            "path-cut",
            "The report holds the first states of the path only; the trace holds all of them.",
            "vfr events --where selects the rest.",
            "the report's own limit");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            trace.paths().forEach((device, path) -> {
                if (path.dropped() > 0) {
                    findings.add(ADVICE.on(
                            trace,
                            device,
                            -1,
                            Finding.Severity.WARNING,
                            path.dropped() + " later states of the device are not in the report"));
                }
            });
        }
        return findings;
    }
}
