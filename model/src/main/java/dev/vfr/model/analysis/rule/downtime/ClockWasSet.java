package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.downtime.ClockSteps.ClockStepped;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// A host's real time was set while a migration went on.
public final class ClockWasSet implements Rule {

    private static final Advice ADVICE = new Advice(
                    "clock-was-set",
                    "The host's real time jumped against its monotonic clock. Times that a VMM"
                            + " prints are real time and jump with it; the recorder's times do not.",
                    "Configure the host's time server to slew the clock instead of stepping it"
                            + " (chronyd: makestep).",
                    "clock_settime(2); CLOCK_MONOTONIC is not affected by it",
                    "",
                    "A clock that is slewed, by 500 ppm at most. A step outside of any migration.")
            .by(Responsible.OPERATOR)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (ClockStepped step : trace.facts().of(ClockStepped.class).first()) {
                if (trace.sides().stream().anyMatch(side -> isDuring(trace, side, step))) {
                    findings.add(ADVICE.on(
                            trace,
                            step.seq(),
                            Finding.Severity.INFO,
                            Sentence.of("a host's real time was set {direction} by {stepNs} during the migration")
                                    .text("direction", step.byNs() < 0 ? "back" : "forward")
                                    .time("stepNs", Math.abs(step.byNs()))));
                }
            }
        }
        return findings;
    }

    private static boolean isDuring(ScannedTrace trace, MigrationSide side, ClockStepped step) {
        return trace.hostClock(side.process()) == step.hostClock()
                && side.startNs() <= step.toNs()
                && side.lastNs() >= step.fromNs();
    }
}
