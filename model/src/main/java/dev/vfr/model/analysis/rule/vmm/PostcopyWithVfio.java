package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// Postcopy was switched on in a VM with a VFIO device.
public final class PostcopyWithVfio implements Rule {

    private static final Advice ADVICE = new Advice(
                    "postcopy-with-vfio",
                    "In postcopy the destination runs before its memory is there, and fetches each page when "
                            + "it is touched. A device that does DMA cannot wait for that. QEMU 8.2 refuses; before, "
                            + "the destination failed to map guest memory for its device.",
                    "The operator switches the capability postcopy-ram off.",
                    "QEMU commit bf7ef7a2da; VFIO_MAP_DMA: EFAULT at the destination up to 8.1",
                    "QEMU 8.0",
                    "Postcopy in a VM without VFIO devices; postcopy-ram switched on and off again before "
                            + "the migration.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        Messages.ofRefused(file, text -> text.contains("not supported with postcopy")).stream()
                .map(heard -> heard.finding(
                        ADVICE, EventHeader.NONE, "the VMM refused to migrate, because postcopy is switched on"))
                .forEach(findings::add);
        Messages.ofFailed(file, text -> text.contains("VFIO_MAP_DMA failed")).stream()
                .filter(heard -> wentPostcopy(heard.migration()))
                .map(heard -> heard.finding(
                        ADVICE, EventHeader.NONE, "guest memory could not be mapped for a device after postcopy began"))
                .forEach(findings::add);
        return findings;
    }

    private static boolean wentPostcopy(MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        MigrationSide destination = migration.sides().destination();
        return (source != null && source.vmm().transport().postcopy())
                || (destination != null && destination.vmm().transport().postcopy());
    }
}
