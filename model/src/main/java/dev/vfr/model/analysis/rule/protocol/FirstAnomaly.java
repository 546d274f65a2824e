package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.Evidence;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// What the fold noticed, told once in each trace: by the first anomaly of its kind, with the count of the others.
final class FirstAnomaly {

    private FirstAnomaly() {}

    /// @param proves whether an anomaly of this kind proves that the protocol was broken. Even then it is only a
    ///     warning where the trace does not see every call, and may lack the one that would explain it
    static List<Finding> of(CaseFile file, Anomaly.Kind kind, Advice advice, boolean proves) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            Evidence<Anomaly> found = trace.anomalies(kind);
            if (found.count() > 0) {
                Anomaly first = found.first().getFirst();
                String more = found.count() > 1 ? " (and " + (found.count() - 1) + " more)" : "";
                findings.add(advice.on(
                        trace,
                        first.device(),
                        first.seq(),
                        proves && trace.seesAll() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        first.text() + more));
            }
        }
        return findings;
    }
}
