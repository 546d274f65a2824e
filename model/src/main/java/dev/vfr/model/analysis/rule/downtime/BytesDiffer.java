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
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.report.StreamComparison;
import java.util.ArrayList;
import java.util.List;

/// The destination wrote other data than the source read.
public final class BytesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "bytes-differ",
                    "The destination must write all bytes that the source read, in the same order;"
                            + " their chunks may differ. The digests of the chunks show the first difference.",
                    "Check what carried the stream for damage or reordering: a proxy, a file, a"
                            + " full disk, QEMU's multifd channels.",
                    "include/uapi/linux/vfio.h, data_fd: the stream is one, to be written in the"
                            + " order in which it was read",
                    "Linux 5.18",
                    "Other chunks of the same bytes. A side that ended early and moved less.")
            .titled("the data changed between the hosts")
            .by(Responsible.NETWORK);

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
                            difference(compared, sent, taken)));
                }
            }
        }
        return findings;
    }

    private static Sentence difference(StreamComparison compared, DeviceSide sent, DeviceSide taken) {
        Interval first = compared.firstDifference().orElseThrow();
        String amounts = sent.bytes() == taken.bytes()
                ? "source and destination moved {readBytes} each, but differ "
                : "the source read {readBytes}, the destination wrote {writtenBytes}, and they differ ";
        String where = first.min() == first.max()
                ? "from byte {differsFrom} on"
                : "from one of the bytes {differsFrom} to {differsUpTo} on";
        return Sentence.of(amounts + where)
                .bytes("readBytes", sent.bytes())
                .bytes("writtenBytes", taken.bytes())
                .count("differsFrom", first.min())
                .count("differsUpTo", first.max());
    }
}
