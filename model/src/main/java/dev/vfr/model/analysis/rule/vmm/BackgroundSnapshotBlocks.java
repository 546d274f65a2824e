package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// A background snapshot was asked for with a VFIO device, and the VMM refused.
public final class BackgroundSnapshotBlocks implements Rule {

    private static final Advice ADVICE = new Advice(
                    "background-snapshot-blocks",
                    "A background snapshot write-protects guest memory and lets the VM run on. A device "
                            + "writes past the protection, so that the snapshot would not be of one moment.",
                    "The operator switches the capability background-snapshot off.",
                    "QEMU hw/vfio/migration.c, vfio_save_prepare",
                    "QEMU 8.2",
                    "")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(file, text -> text.contains("not supported with background snapshot")).stream()
                .map(heard -> heard.finding(
                        ADVICE, EventHeader.NONE, "the VMM refused, because background-snapshot is switched on"))
                .toList();
    }
}
