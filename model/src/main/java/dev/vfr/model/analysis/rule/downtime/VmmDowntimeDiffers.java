package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The VMM's own figure of the downtime is much less than the devices'.
public final class VmmDowntimeDiffers implements Rule {

    /// The report explains a smaller difference.
    private static final long EXPLAINED_NS = 50_000_000;

    private static final Advice ADVICE = new Advice(
                    "vmm-downtime-differs",
                    "QEMU measures at the source, from before it stops the VM until its stream is"
                            + " closed. Without the return path that leaves out the destination's load and"
                            + " start.",
                    "Use the downtime of this report.",
                    "QEMU, query-migrate: downtime",
                    "",
                    "A difference of less than 50 ms or a fifth, which the report explains.")
            .by(Responsible.VMM);

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
                        Sentence.of("QEMU reports a downtime of {vmmDowntime}, but "
                                        + Switchover.subject(migration.sides()) + " stopped for {downtime}")
                                .text("vmmDowntime", OverLimit.vmmText(vmm.getAsLong()))
                                .text(
                                        "downtime",
                                        OverLimit.text(known, known.atLeastNs().getAsLong()))
                                .time("vmmDowntimeNs", vmm.getAsLong())
                                .time("downtimeNs", known.atLeastNs().getAsLong())));
            }
        }
        return findings;
    }
}
