package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device refused to stop and was reset, and the source still sent the rest and reported completed.
public final class CompletedDespiteFailedStop implements Rule {

    private static final Advice ADVICE = new Advice(
                    "completed-despite-failed-stop",
                    "QEMU's hook that stops the devices cannot return an error. QEMU then sent the"
                            + " state of a device that its own recovery had just reset.",
                    "Reset or restart the device in the guest, then update the source's QEMU to a"
                            + " release that fails this migration.",
                    "QEMU hw/vfio/migration.c, vfio_vmstate_change(): recover state ERROR;"
                            + " openEuler: Fix vfio migration isn't aborted in a corner case",
                    "QEMU 8.0",
                    "The same in a migration that failed, or without a reset. A refused PRE_COPY,"
                            + " after which QEMU ends the migration.")
            .titled("the device was reset when it refused to stop")
            .by(Responsible.VMM)
            .as(Bearing.LOSS);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            if (source != null && source.end().equals(Optional.of("completed"))) {
                for (DeviceSide device : source.devices()) {
                    finding(source, device).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static Optional<Finding> finding(MigrationSide source, DeviceSide device) {
        Refusal refusal = device.refusal().orElse(null);
        if (refusal == null || !isStop(refusal.requested()) || !device.wasReset()) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                        source.trace(),
                        device.number(),
                        refusal.seq(),
                        Finding.Severity.ERROR,
                        Sentence.of("the device refused SET {requested} with {errno} and was reset, but the source"
                                        + " completed the migration")
                                .state("requested", refusal.requested())
                                .text("errno", refusal.result().text()))
                .at(Report.Side.SOURCE));
    }

    private static boolean isStop(DeviceState requested) {
        return requested == DeviceState.PRE_COPY_P2P || requested == DeviceState.STOP_COPY;
    }
}
