package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The source's trace stops in the middle of the migration, and the destination failed over it.
public final class SourceVanished implements Rule {

    private static final Advice ADVICE = new Advice(
                    "source-vanished",
                    "The source says nothing more after this event, neither that it failed nor that it was cancelled, while the"
                            + " destination saw its stream end: the source was killed, or it or its host crashed.",
                    "Look at the source host's log at that time.",
                    "no terminal status at the source, a failed load at the destination")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            MigrationSide destination = migration.sides().destination();
            if (source != null
                    && destination != null
                    && Ending.of(source) == Ending.OPEN
                    && Ending.of(destination) == Ending.FAILED) {
                findings.add(ADVICE.on(
                                source.trace(),
                                source.lastSeq(),
                                Finding.Severity.ERROR,
                                "the source vanished" + states(source) + ", with nothing said")
                        .at(Report.Side.SOURCE));
            }
        }
        return findings;
    }

    private static String states(MigrationSide source) {
        String states = source.devices().stream()
                .flatMap(device -> device.lastState().stream())
                .map(Enum::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return states.isEmpty() ? " in the middle of the migration" : " with its device in " + states;
    }
}
