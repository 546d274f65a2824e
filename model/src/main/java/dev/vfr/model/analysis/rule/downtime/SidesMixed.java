package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.downtime.MixedSides.BothSidesAtOnce;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One process seems to be source and destination at once: two logs were given as one.
public final class SidesMixed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "sides-mixed",
                    "A VMM either saves its devices or loads them. Here one process has a device in the saving group and another in"
                            + " RESUMING at the same time, so that the files of two processes were imported as one. Times, states"
                            + " and the verdict of this trace mix the two.",
                    "Import the source's files and the destination's files each into a trace of its own, and report on both.",
                    "QEMU: a process is the source or the destination of a migration, never both at once",
                    "",
                    "A VM that arrived and is migrated on: its devices left RESUMING before they are saved.")
            .by(Mover.OPERATOR)
            .as(Advice.Bearing.ASIDE);

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
                        "process " + trace.processLabel(mixed.process()) + " saves device "
                                + trace.deviceName(mixed.saving()) + " while it loads device "
                                + trace.deviceName(mixed.resuming()) + ": two logs in one trace"));
            }
        }
        return findings;
    }

    /// The VMM's handlers of devices tell it too, in a log that shows nothing else of them.
    private static Optional<Finding> byHandlers(ScannedTrace trace, MigrationSide side) {
        boolean saves = side.handlers().stream().anyMatch(HandlerTime::saving);
        boolean loads = side.handlers().stream().anyMatch(time -> !time.saving());
        return saves && loads
                ? Optional.of(ADVICE.on(
                        trace,
                        side.startSeq(),
                        Finding.Severity.WARNING,
                        "process " + trace.processLabel(side.process())
                                + " saves and loads devices in one migration: two logs in one trace"))
                : Optional.empty();
    }
}
