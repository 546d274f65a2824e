package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.StreamComparisons;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.StreamComparison;
import java.util.ArrayList;
import java.util.List;

/// The destination took other than what the source gave.
public final class BytesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "bytes-differ",
                    "All that is read from the saving data_fd has to be written to the resuming one, in the same order. Chunks"
                            + " need not agree, bytes must. The digests of the chunks are joined, so that two streams are compared"
                            + " wherever a chunk ends at both sides.",
                    "Look for what changed, cut or reordered the stream on its way: a proxy, a file, a full disk, the VMM's own"
                            + " channels.",
                    "include/uapi/linux/vfio.h, data_fd: the stream is one, to be written in the order in which it was read",
                    "Linux 5.18",
                    "Other chunks for the same bytes. A side that broke off, which has moved less.")
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
            if (source == null || destination == null) {
                continue;
            }
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                DeviceSide sent = pair.source();
                DeviceSide taken = pair.destination();
                StreamComparison compared = StreamComparisons.of(source, destination, pair);
                if (compared.result() == StreamComparison.Result.DIFFERS && sent.bytes() > 0 && taken.bytes() > 0) {
                    findings.add(ADVICE.on(
                            destination.trace(),
                            taken.number(),
                            taken.digest()
                                    .seqAfter(compared.firstDifference()
                                            .orElseThrow()
                                            .min()),
                            Finding.Severity.ERROR,
                            told(compared, sent, taken)));
                }
            }
        }
        return findings;
    }

    private static String told(StreamComparison compared, DeviceSide sent, DeviceSide taken) {
        String amounts = sent.bytes() == taken.bytes()
                ? "both moved " + sent.bytes() + " bytes"
                : "the source read " + sent.bytes() + " bytes, the destination wrote " + taken.bytes();
        Interval first = compared.firstDifference().orElseThrow();
        String where = first.min() == first.max()
                ? "; the first that differs is byte " + first.min()
                : "; the first that differs is one of the bytes " + first.min() + " to " + first.max();
        return amounts + where;
    }
}
