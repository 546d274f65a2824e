package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One side sends device state through multifd channels, the other expects it in the main one.
public final class MultifdTransferDiffers implements Rule {

    private static final Advice ADVICE = new Advice(
                    "multifd-transfer-differs",
                    "Whether device state goes through multifd channels (x-migration-multifd-transfer of "
                            + "each vfio-pci device) has to be set alike on both sides. QEMU does not compare it: the "
                            + "destination finds a packet or a record where it expects none, or waits for ever for one "
                            + "that never comes.",
                    "The operator sets x-migration-multifd-transfer to the same value for the device on both "
                            + "hosts.",
                    "QEMU hw/vfio/migration-multifd.c and vfio_load_state",
                    "QEMU 10.0",
                    "A destination that fails for another reason while device state goes through channels.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            Optional<Messages.Heard> said = Messages.first(migration, MultifdTransferDiffers::isSaid);
            if (said.isPresent() && migration.outcome() == Report.Outcome.FAILED) {
                findings.add(said.get()
                        .finding(
                                ADVICE,
                                EventHeader.NONE,
                                "x-migration-multifd-transfer is on at one side and off at the other"));
            } else if (sentThroughChannelsAlone(migration)) {
                MigrationSide destination =
                        Objects.requireNonNull(migration.sides().destination());
                findings.add(ADVICE.on(
                                destination.trace(),
                                destination.lastSeq(),
                                Finding.Severity.ERROR,
                                "the source sent device state through multifd channels, and the destination never began"
                                        + " to load from them")
                        .at(Report.Side.DESTINATION));
            }
        }
        return findings;
    }

    private static boolean isSaid(String text) {
        return text.contains("doing multifd transfer");
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
                && destination.said().isEmpty()
                && !destination.deviceFailed();
    }
}
