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
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.StreamComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The device took every byte, and judged them only when its VM was started.
public final class LateLoadError implements Rule {

    private static final Advice ADVICE = new Advice(
                    "late-load-error",
                    "As much arrived as was read, and every write went well. A device judges what it was given on its"
                            + " way out of RESUMING, and QEMU asks for that when it starts the VM: after its stream is"
                            + " done, and after the source was told so. That is why both say completed.",
                    "It is the driver's move at the destination: its kernel messages name the reason. Compare driver and"
                            + " firmware versions of both hosts. Until then reset or restart the device in the guest.",
                    "include/uapi/linux/vfio.h, RESUMING -> STOP; QEMU hw/vfio/migration.c, vfio_vmstate_change_prepare",
                    "Linux 5.18",
                    "A device that was given too little or other bytes, whose refusal is a consequence.")
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
                        "as much arrived as was read, and every write of it went well; the device judged it only when"
                                + " the VM was started, after the source was done")
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
