package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The VMM's own figure of the downtime tells much less than the devices'.
public final class VmmDowntimeDiffers implements Rule {

    /// What the two may differ by without being worth a word; the report explains less.
    private static final long EXPLAINED_NS = 50_000_000;

    private static final Advice ADVICE = new Advice(
                    "vmm-downtime-differs",
                    "The VMM's figure is taken at the source alone, from before it stops the VM to when its stream is closed."
                            + " Without the return path it does not see how long the destination loads and starts its devices;"
                            + " through a file it does not see the time between the two.",
                    "Believe the devices' figure for what the guest saw of them.",
                    "QEMU, query-migrate: downtime",
                    "",
                    "A difference of less than 50 ms or a fifth: the report's anatomy explains it.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            Downtime.Known known = Downtime.known(migration.sides(), migration.clocks());
            OptionalLong vmm = VmmFigure.ns(migration.sides());
            if (vmm.isEmpty() || known.atLeastNs().isEmpty()) {
                continue;
            }
            long missed = known.atLeastNs().getAsLong() - vmm.getAsLong();
            if (missed >= EXPLAINED_NS && missed >= known.atLeastNs().getAsLong() / 5) {
                findings.add(file.onMigration(
                        ADVICE,
                        migration,
                        Finding.Severity.INFO,
                        "the VMM says " + Figures.time(vmm.getAsLong()) + ", the devices stood still for "
                                + known.ns()
                                        .map(Figures::time)
                                        .orElse("at least "
                                                + Figures.time(known.atLeastNs().getAsLong()))));
            }
        }
        return findings;
    }
}
