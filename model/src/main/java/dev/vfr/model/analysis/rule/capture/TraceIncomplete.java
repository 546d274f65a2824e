package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// The trace was not closed in order or has a hole.
public final class TraceIncomplete implements Rule {

    private static final Advice ADVICE = new Advice(
            "trace-incomplete",
            "The recorder was stopped before it could end the trace, or records are missing. What is there is true; what"
                    + " is not there may have happened.",
            "vfr verify tells where it ends; vfr recover saves what is intact.",
            "every trace ends with trace-closed, and its events are numbered without holes");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!trace.state().trace().closed()) {
                findings.add(ADVICE.on(
                        trace,
                        Math.max(-1, trace.state().events() - 1),
                        Finding.Severity.WARNING,
                        "the trace was not closed in order after "
                                + trace.state().events() + " events"));
            }
            List<Anomaly> holes = trace.anomalies(Anomaly.Kind.SEQUENCE_BROKEN).first();
            if (!holes.isEmpty()) {
                findings.add(ADVICE.on(
                        trace,
                        holes.getFirst().seq(),
                        Finding.Severity.WARNING,
                        holes.getFirst().text()));
            }
        }
        return findings;
    }
}
