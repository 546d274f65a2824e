package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.StreamComparisons;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
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
import dev.vfr.model.report.StreamComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The device took every byte and rejected the state when QEMU started the VM.
///
/// The remedy is empty: the verdict's next step names the kernel log, the device and the time.
public final class LateLoadError implements Rule {

    private static final Advice ADVICE = new Advice(
                    "late-load-error",
                    "The device checks the state on its way out of RESUMING, which QEMU requests"
                            + " when it starts the VM. The source has reported completed by then.",
                    "",
                    "include/uapi/linux/vfio.h, RESUMING -> STOP; QEMU hw/vfio/migration.c,"
                            + " vfio_vmstate_change_prepare",
                    "Linux 5.18",
                    "A device that got too few or other bytes: its refusal is a consequence.")
            .titled("the device rejected a complete state")
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
            if (source == null || destination == null || Ending.of(source) != Ending.COMPLETED) {
                continue;
            }
            for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
                finding(source, destination, pair).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(MigrationSide source, MigrationSide destination, DevicePairs.Pair pair) {
        DeviceSide taken = pair.destination();
        Refusal refusal = taken.refusal().orElse(null);
        if (refusal == null
                || !refusal.losesState()
                || taken.failedTransfer().isPresent()
                || !isWhole(source, destination, pair)) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                        destination.trace(),
                        taken.number(),
                        refusal.seq(),
                        Finding.Severity.ERROR,
                        Sentence.of("all {readBytes} read at the source were written without error; the device rejected"
                                        + " the state when QEMU started the VM")
                                .bytes("readBytes", pair.source().bytes()))
                .because(new Finding.Reasons(
                        Optional.empty(),
                        List.of(new Excluded(
                                "stream damage",
                                "all " + Figures.bytes(pair.source().bytes())
                                        + " read at the source were written at the destination without error")),
                        List.of()))
                .at(Report.Side.DESTINATION));
    }

    private static boolean isWhole(MigrationSide source, MigrationSide destination, DevicePairs.Pair pair) {
        DeviceSide sent = pair.source();
        DeviceSide taken = pair.destination();
        boolean sized = !sent.unsized() && !taken.unsized() && sent.bytes() > 0;
        return sized
                && sent.bytes() == taken.bytes()
                && StreamComparisons.of(source, destination, pair).result() != StreamComparison.Result.DIFFERS
                && !StopCopyEndedEarly.isShort(source, pair)
                && source.trace().anomalies(Anomaly.Kind.ENOMSG_IN_STOP_COPY).count() == 0;
    }
}
