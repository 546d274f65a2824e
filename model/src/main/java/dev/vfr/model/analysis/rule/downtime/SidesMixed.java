package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.downtime.MixedSides.BothSidesAtOnce;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One process seems to be source and destination at once: two logs were given as one.
public final class SidesMixed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "sides-mixed",
                    "A QEMU process either saves its devices or loads them. This one does both at"
                            + " once, so the files of two processes were imported as one.",
                    "Import the files of the source and of the destination each into a trace of its"
                            + " own, and report on both.",
                    "QEMU: a process is the source or the destination of a migration, never both at" + " once",
                    "",
                    "A VM that arrived and is migrated on: its devices left RESUMING before they" + " are saved.")
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
            for (MigrationSide side : trace.sides()) {
                byHandlers(trace, side).ifPresent(findings::add);
            }
            for (BothSidesAtOnce mixed : trace.facts().of(BothSidesAtOnce.class).first()) {
                findings.add(ADVICE.on(
                        trace,
                        mixed.seq(),
                        Finding.Severity.WARNING,
                        Sentence.of(
                                        "process {process} saves device {savedDevice} while it loads {loadedDevice}: two logs"
                                                + " in one trace")
                                .text("process", trace.processLabel(mixed.process()))
                                .text("savedDevice", trace.deviceName(mixed.saving()))
                                .text("loadedDevice", trace.deviceName(mixed.resuming()))));
            }
        }
        return findings;
    }

    /// The VMM's handlers of devices show it too, in a log that has nothing else of them.
    private static Optional<Finding> byHandlers(ScannedTrace trace, MigrationSide side) {
        boolean saves = side.handlers().stream().anyMatch(HandlerTime::saving);
        boolean loads = side.handlers().stream().anyMatch(time -> !time.saving());
        return saves && loads
                ? Optional.of(ADVICE.on(
                        trace,
                        side.startSeq(),
                        Finding.Severity.WARNING,
                        Sentence.of("process {process} saves and loads devices in one migration: two logs in one trace")
                                .text("process", trace.processLabel(side.process()))))
                : Optional.empty();
    }
}
