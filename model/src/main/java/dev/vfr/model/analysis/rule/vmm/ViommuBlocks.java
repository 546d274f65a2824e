package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The guest has an IOMMU of its own, and the VMM refused.
public final class ViommuBlocks implements Rule {

    private static final Advice ADVICE = new Advice(
                    "viommu-blocks",
                    "With a vIOMMU the guest changes what its devices can reach at any time. QEMU does not "
                            + "migrate a VFIO device beside one, since what is mapped after DMA logging began would "
                            + "not be tracked.",
                    "The operator starts the VM without vIOMMU, or unplugs the device before the migration.",
                    "QEMU commit e46883204c",
                    "QEMU 8.1",
                    "A guest with a vIOMMU that migrates without VFIO devices.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(file, text -> text.contains("not supported with vIOMMU enabled")).stream()
                .map(heard -> heard.finding(
                        ADVICE, EventHeader.NONE, "the VMM refused to migrate, because the guest has a vIOMMU"))
                .toList();
    }
}
