package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.Downtime;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The VMM's own figure of the downtime is not that of the devices.
public final class VmmDowntimeDiffers implements Rule {

    private static final long NS_PER_MS = 1_000_000;

    private static final Advice ADVICE = new Advice(
            "vmm-downtime-differs",
            "The VMM's figure is taken at the source alone, from before it stops the VM to when its stream is closed."
                    + " Without the return path it does not see how long the destination loads and starts its devices;"
                    + " through a file it does not see the time between the two.",
            "Believe the devices' figure for what the guest saw of them.",
            "QEMU, query-migrate: downtime");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            OptionalLong vmm = migration.vmmDowntimeNs();
            if (vmm.isEmpty()) {
                continue;
            }
            Downtime.of(migration.sides(), migration.clocks())
                    .filter(downtime -> differs(vmm.getAsLong(), downtime))
                    .ifPresent(downtime -> findings.add(file.onMigration(
                            ADVICE,
                            migration,
                            Finding.Severity.INFO,
                            "the VMM says " + Figures.time(vmm.getAsLong()) + ", the devices stood still for "
                                    + Figures.time(downtime))));
        }
        return findings;
    }

    /// The VMM counts in whole ms.
    private static boolean differs(long vmmNs, Interval downtime) {
        return vmmNs <= downtime.min() - NS_PER_MS || vmmNs >= downtime.max() + NS_PER_MS;
    }
}
