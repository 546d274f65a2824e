package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.DevicePairs;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The destination took other than what the source gave.
public final class BytesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "bytes-differ",
                    "All that is read from the saving data_fd has to be written to the resuming one, in the same order. Chunks"
                            + " need not agree, bytes must.",
                    "Look for what changed or cut the stream on its way: a proxy, a file, a full disk.",
                    "include/uapi/linux/vfio.h, data_fd: the stream is one")
            .by(Mover.NETWORK);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            Sides.Side source = migration.sides().source();
            Sides.Side destination = migration.sides().destination();
            if (source == null || destination == null || !bothDone(source, destination)) {
                continue;
            }
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                DeviceLeg sent = pair.source();
                DeviceLeg taken = pair.destination();
                boolean bothShown = sent.bytes > 0 && taken.bytes > 0;
                if (bothShown && sent.bytes != taken.bytes && !sent.unsized && !taken.unsized) {
                    findings.add(ADVICE.on(
                            destination.scan(),
                            taken.device,
                            -1,
                            Finding.Severity.ERROR,
                            "the source read " + sent.bytes + " bytes, the destination wrote " + taken.bytes));
                }
            }
        }
        return findings;
    }

    /// A side that broke off or that is not wholly in its trace has moved less, and that says nothing.
    private static boolean bothDone(Sides.Side source, Sides.Side destination) {
        return saysCompleted(source) && saysCompleted(destination);
    }

    private static boolean saysCompleted(Sides.Side side) {
        boolean said = side.leg().end().filter("completed"::equals).isPresent();
        return (said || Ending.of(side.leg()) == Ending.COMPLETED)
                && side.scan().isIntact()
                && side.scan().losses.count() == 0;
    }
}
