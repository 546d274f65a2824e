package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// Guest memory could not be pinned for a device: the limit of locked memory was reached.
public final class LockedMemoryLimit implements Rule {

    private static final Advice ADVICE = new Advice(
                    "locked-memory-limit",
                    "VFIO pins the guest memory that a device may reach. The kernel refuses that beyond the VMM's"
                            + " limit of locked memory (RLIMIT_MEMLOCK), which has to hold the whole guest once for"
                            + " each container.",
                    "Operator: raise the limit (ulimit -l, LimitMEMLOCK, libvirt's memtune hard_limit).",
                    "drivers/vfio/vfio_iommu_type1.c, VFIO_IOMMU_MAP_DMA: ENOMEM; QEMU hw/vfio",
                    "QEMU 8.0",
                    "The same call refused with another errno.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofFailed(file, LockedMemoryLimit::holds).stream()
                .map(heard -> heard.finding(ADVICE, heard.device(), "guest memory could not be pinned for a device"))
                .toList();
    }

    private static boolean holds(String text) {
        return text.contains("MAP_DMA") && text.contains("Cannot allocate memory");
    }
}
