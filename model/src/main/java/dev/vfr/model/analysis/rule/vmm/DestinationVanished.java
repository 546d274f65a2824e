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

/// The destination said nothing more, and its source lost the connection.
public final class DestinationVanished implements Rule {

    private static final Advice ADVICE = new Advice(
                    "destination-vanished",
                    "The source complains of a connection that broke off, which is a consequence. The "
                            + "destination's trace ends in the middle of its load without a word: its process was "
                            + "killed, or it or its host crashed. The guest goes on at the source.",
                    "Look at the destination host's log at that time: out of memory, a crash, somebody who "
                            + "ended the process.",
                    "no terminal status and no message at the destination, a broken pipe at the source",
                    "",
                    "A destination that says why it gives up, whose connection then breaks as well; a "
                            + "destination whose trace was cut.")
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
            if (source != null && destination != null && brokeOff(source) && isSilent(destination)) {
                findings.add(ADVICE.on(
                                destination.trace(),
                                destination.lastSeq(),
                                Finding.Severity.ERROR,
                                "the destination vanished in the middle of its load; what the source says is the"
                                        + " consequence: "
                                        + Messages.quoted(source.said().getFirst()))
                        .at(Report.Side.DESTINATION));
            }
        }
        return findings;
    }

    private static boolean brokeOff(MigrationSide source) {
        return Ending.of(source) == Ending.FAILED && !source.deviceFailed() && Messages.onlyBroke(source);
    }

    private static boolean isSilent(MigrationSide destination) {
        return Ending.of(destination) == Ending.OPEN
                && destination.said().isEmpty()
                && destination.trace().isIntact();
    }
}
