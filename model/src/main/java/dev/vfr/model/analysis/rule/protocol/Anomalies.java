package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.Evidence;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// A rule on what the fold noticed. It finds the first anomaly of a kind in each trace and counts the others.
///
/// @param proves whether an anomaly of this kind proves that the protocol was broken. Even then it is only a warning
///     if the trace does not have every call, and may lack the one that would explain it
record Anomalies(Anomaly.Kind kind, Advice advice, boolean proves) implements Rule {

    static Anomalies on(Anomaly.Kind kind, Advice advice) {
        return new Anomalies(kind, advice, true);
    }

    /// The same rule, for an anomaly that also has innocent reasons.
    Anomalies asWarning() {
        return new Anomalies(kind, advice, false);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            Evidence<Anomaly> found = trace.anomalies(kind);
            if (found.count() > 0) {
                Anomaly first = found.first().getFirst();
                findings.add(advice.on(
                        trace,
                        first.device(),
                        first.seq(),
                        proves && trace.seesAll() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        FirstOfDevice.counted(
                                Sentence.of("{anomaly}").text("anomaly", first.text()), found.count() - 1)));
            }
        }
        return findings;
    }
}
