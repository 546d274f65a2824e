package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The connection between the two VMMs broke, and nothing else had failed.
public final class ConnectionLost implements Rule {

    private static final Advice ADVICE = new Advice(
                    "connection-lost",
                    "Both sides complain of a stream that broke off, and neither of anything else: no device "
                            + "refused anything, no VMM gave a reason of its own, and nobody cancelled. What lies "
                            + "between them failed.",
                    "Look at the network between the hosts at that time: links, firewalls with idle limits, "
                            + "tunnels and proxies.",
                    "a broken pipe or reset connection at the source, an early end of the stream at the "
                            + "destination",
                    "",
                    "A side that failed or was cancelled, whose peer then sees its stream end.")
            .by(Mover.NETWORK);

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
            if (source != null && destination != null && brokeOff(source) && brokeOff(destination)) {
                findings.add(ADVICE.on(
                        destination.trace(),
                        destination.errorSeq().orElse(-1),
                        Finding.Severity.ERROR,
                        "the connection between source and destination broke off, and nothing had failed before: "
                                + Messages.quoted(source.said().getFirst()) + " at the source, "
                                + Messages.quoted(destination.said().getFirst()) + " at the destination"));
            }
        }
        return findings;
    }

    private static boolean brokeOff(MigrationSide side) {
        return Ending.of(side) == Ending.FAILED && !side.deviceFailed() && Messages.onlyBroke(side);
    }
}
