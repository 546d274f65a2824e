package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The guest has more memory than one dirty bitmap can describe, and the VMM refused.
public final class LargeMemoryBlocks implements Rule {

    private static final Advice ADVICE = new Advice(
                    "large-memory-blocks",
                    "One query for dirty pages is answered with one bitmap, and a bitmap can describe 8 TiB "
                            + "of 4 KiB pages. Older releases of QEMU failed with EINVAL in the middle of the "
                            + "migration instead.",
                    "The operator gives the VM less memory, takes a device that tracks dirty pages itself, "
                            + "or unplugs it before the migration.",
                    "QEMU commit 46c7633114",
                    "QEMU 11.0",
                    "")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(file, text -> text.contains("not supported with large memory")).stream()
                .map(
                        heard -> heard.finding(
                                ADVICE,
                                EventHeader.NONE,
                                "the VMM refused to migrate, because the guest has more memory than a dirty bitmap can describe"))
                .toList();
    }
}
