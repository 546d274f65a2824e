package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.message.MessageRules;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One side sends device state through multifd channels, the other expects it in the main one.
public final class MultifdTransferDiffers implements Rule {

    private static final Advice ADVICE = new Advice(
                    "multifd-transfer-differs",
                    "The source and the destination must set x-migration-multifd-transfer of a"
                            + " vfio-pci device to the same value. QEMU does not compare the two.",
                    "Set x-migration-multifd-transfer of the device to the same value on both" + " hosts.",
                    "QEMU hw/vfio/migration-multifd.c and vfio_load_state",
                    "QEMU 10.0",
                    "A destination that fails for another reason while device state goes through"
                            + " multifd channels.")
            .titled("x-migration-multifd-transfer differs between the hosts")
            .by(Responsible.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>(MessageRules.findings(ADVICE, file));
        for (MigrationCase migration : file.migrations()) {
            if (sentThroughChannelsAlone(migration)) {
                MigrationSide destination =
                        Objects.requireNonNull(migration.sides().destination());
                findings.add(ADVICE.on(
                                destination.trace(),
                                destination.lastSeq(),
                                Finding.Severity.ERROR,
                                "the source sent device state through multifd channels, but the destination never loaded"
                                        + " from them")
                        .at(Report.Side.DESTINATION));
            }
        }
        return findings;
    }

    /// The source is done, and of all that its channels carried the destination's log shows nothing.
    private static boolean sentThroughChannelsAlone(MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        MigrationSide destination = migration.sides().destination();
        return source != null
                && destination != null
                && source.vmm().transport().channels()
                && !destination.vmm().transport().channels()
                && destination.trace().has(CaptureSource.QEMU_LOG)
                && Ending.of(source) == Ending.COMPLETED
                && Ending.of(destination) == Ending.OPEN
                && !destination.isTorn()
                && destination.said().isEmpty()
                && !destination.deviceFailed();
    }
}
