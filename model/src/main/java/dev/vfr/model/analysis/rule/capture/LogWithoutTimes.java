package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.List;

/// The trace has no times at all.
public final class LogWithoutTimes implements Rule {

    private static final Advice ADVICE = new Advice(
            "log-without-times",
            "The order of events is known, how long anything took is not.",
            "Start QEMU with -msg timestamp=on, so that its log has times.",
            "QEMU, -msg timestamp");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return file.traces().stream()
                .filter(trace -> !trace.anyTime()
                        && !trace.streamAlone()
                        && !trace.sides().isEmpty())
                .map(trace -> ADVICE.on(trace, -1, Finding.Severity.INFO, "no event of the trace has a time"))
                .toList();
    }
}
