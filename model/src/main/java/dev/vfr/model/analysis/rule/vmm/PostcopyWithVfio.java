package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.message.MessageRules;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Postcopy was switched on in a VM with a VFIO device.
public final class PostcopyWithVfio implements Rule {

    private static final Advice ADVICE = new Advice(
                    "postcopy-with-vfio",
                    "In postcopy the destination runs before its memory arrives, but a device that"
                            + " does DMA cannot wait for it. QEMU 8.2 refuses; older releases failed to map"
                            + " memory.",
                    "Switch the capability postcopy-ram off (migrate-set-capabilities) for VMs with" + " VFIO devices.",
                    "QEMU commit bf7ef7a2da; VFIO_MAP_DMA: EFAULT at the destination up to 8.1",
                    "QEMU 8.0",
                    "Postcopy in a VM without VFIO devices. postcopy-ram that is switched off again"
                            + " before the migration.")
            .titled("postcopy does not work with VFIO devices")
            .by(Responsible.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>(MessageRules.findings(ADVICE, file));
        for (MigrationCase migration : file.migrations()) {
            if (wentPostcopy(migration)) {
                MessageRules.first(migration, MAPPINGS)
                        .map(heard -> heard.finding(
                                ADVICE, "guest memory could not be mapped for a device after postcopy began"))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    /// Messages that a page is not there, or could not be mapped.
    private static final Set<String> MAPPINGS = Set.of("dma-map-page-missing", "dma-map-failed", "hardware-error");

    private static boolean wentPostcopy(MigrationCase migration) {
        return migration.sides().shown().anyMatch(side -> side.vmm().transport().postcopy());
    }
}
