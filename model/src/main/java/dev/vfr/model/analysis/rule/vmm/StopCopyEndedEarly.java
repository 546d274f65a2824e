package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Diagnosis.Excluded;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The driver ended its data well before the announced size, and the destination's device rejected the state.
public final class StopCopyEndedEarly implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-copy-ended-early",
                    "The driver's read returned 0, the end of the data, well before the announced"
                            + " size, and the destination's device rejected the result. Only both facts"
                            + " together prove it.",
                    "Check the source's kernel log for the driver, then its read() in STOP_COPY.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DATA_SIZE and the end of"
                            + " the data in STOP_COPY",
                    "Linux 6.2",
                    "Fewer bytes than stop_copy_length that the destination accepted: the figure is" + " an estimate.")
            .titled("the source's driver ended its data early")
            .by(Responsible.DRIVER);

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
                        Sentence.of("the driver ended its data after {stopCopyBytes} in STOP_COPY, had announced"
                                        + " {announcedBytes}, and the destination's device rejected the state")
                                .bytes("stopCopyBytes", sent.bytes() - sent.preCopyBytes())
                                .bytes("announcedBytes", announced(source, sent).orElse(0)))
                .because(new Finding.Reasons(
                        Optional.empty(),
                        List.of(new Excluded(
                                "loss between the hosts",
                                "the destination wrote all " + Figures.bytes(sent.bytes())
                                        + " that were read at the source")),
                        List.of()))
                .at(Report.Side.SOURCE));
    }

    /// The device gave nothing in STOP_COPY, or all its data, pre-copy included, is much less than announced; and the
    /// destination's device rejected exactly that.
    static boolean isShort(MigrationSide source, DevicePairs.Pair pair) {
        DeviceSide sent = pair.source();
        OptionalLong announced = announced(source, sent);
        boolean nothing = sent.bytes() == sent.preCopyBytes();
        return pair.destination().lostState()
                && !sent.unsized()
                && !source.isTorn()
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
