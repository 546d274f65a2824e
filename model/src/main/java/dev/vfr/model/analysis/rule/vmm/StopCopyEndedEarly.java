package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The driver ended its stream well before what it had announced, and the destination refused the image.
public final class StopCopyEndedEarly implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-copy-ended-early",
                    "The driver's read said 0, the end of the data, though it had announced much more, and "
                            + "the destination's device did not take what came: a part of the state was never given. "
                            + "An estimate alone proves nothing, the refusal alone neither; together they do.",
                    "It is the driver's move at the source: look at its read() in STOP_COPY and at its "
                            + "kernel messages.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DATA_SIZE and the end of the data in "
                            + "STOP_COPY",
                    "Linux 6.2",
                    "Fewer bytes than stop_copy_length where the destination took them: it is an estimate.")
            .by(Mover.DRIVER);

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
                finding(source, pair).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(MigrationSide source, DevicePairs.Pair pair) {
        if (!isShort(source, pair)) {
            return Optional.empty();
        }
        DeviceSide sent = pair.source();
        return Optional.of(ADVICE.on(
                        source.trace(),
                        sent.number(),
                        sent.moved().when().lastReadSeq(),
                        Finding.Severity.ERROR,
                        "the device's driver ended its stream after "
                                + Figures.bytes(sent.bytes() - sent.preCopyBytes())
                                + " in STOP_COPY, though it had announced "
                                + Figures.bytes(announced(source, sent).orElse(0))
                                + ", and the destination's device refused what it got")
                .at(Report.Side.SOURCE));
    }

    /// The device gave nothing in STOP_COPY, or with the pre-copy data, which some drivers count in, still much
    /// less than it had announced; and the destination's device refused just that.
    static boolean isShort(MigrationSide source, DevicePairs.Pair pair) {
        DeviceSide sent = pair.source();
        OptionalLong announced = announced(source, sent);
        boolean nothing = sent.bytes() == sent.preCopyBytes();
        return pair.destination().lostState()
                && !sent.unsized()
                && sent.bytes() == pair.destination().bytes()
                && announced.isPresent()
                && announced.getAsLong() > 0
                && (nothing || sent.bytes() < announced.getAsLong() / 10 * 9)
                && source.trace().anomalies(Anomaly.Kind.ENOMSG_IN_STOP_COPY).count() == 0;
    }

    private static OptionalLong announced(MigrationSide source, DeviceSide sent) {
        return source.trace().estimates(sent.number()).stopCopyLength();
    }
}
