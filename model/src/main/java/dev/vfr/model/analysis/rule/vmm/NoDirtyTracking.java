package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// Nobody can tell which pages the device writes, and the VMM refused.
public final class NoDirtyTracking implements Rule {

    private static final Advice ADVICE = new Advice(
                    "no-dirty-tracking",
                    "While a VM is migrated, somebody has to note which pages of guest memory the device "
                            + "writes: the device itself (DMA logging) or, since QEMU 9.1, the IOMMU. Here neither can.",
                    "The operator takes a host whose IOMMU tracks dirty pages, with iommufd and QEMU 9.1 or "
                            + "later; or sets enable-migration=on and accepts that all of the guest's memory is sent "
                            + "again while it stands still.",
                    "QEMU commits 8bbcb64a71 and f48b472450; include/uapi/linux/vfio.h, "
                            + "VFIO_DEVICE_FEATURE_DMA_LOGGING_START: ENOTTY",
                    "QEMU 8.1",
                    "The same words as a warning when QEMU starts: it migrates all the same.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(
                        file,
                        text -> text.contains("doesn't support device dirty tracking")
                                || text.contains("support device and IOMMU dirty tracking"))
                .stream()
                .map(heard -> heard.finding(
                        ADVICE,
                        heard.device(),
                        "the VMM refused to migrate, because nobody can track the pages that the device writes"))
                .toList();
    }
}
