package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The VMM refused to begin, for a reason that no other rule knows.
public final class MigrationRefused implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-refused",
                    "The command to migrate was answered with an error, and nothing was begun: no device was "
                            + "touched, and the VM runs on.",
                    "The message names the reason. Mostly a device or a setting of the VM blocks its "
                            + "migration: the operator changes it, or unplugs the device.",
                    "QEMU migration/migration.c, migrate_prepare and the blockers that devices add",
                    "",
                    "A refusal that another rule explains.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(file, text -> true).stream()
                .filter(heard -> KNOWN.stream()
                        .allMatch(rule -> rule.findings(file).stream().noneMatch(heard.migration()::concerns)))
                .map(heard -> heard.finding(ADVICE, heard.device(), "the VMM refused to begin with the migration"))
                .toList();
    }

    private static final List<Rule> KNOWN = List.of(
            new MigrationNotSupported(),
            new DevicesWithoutP2p(),
            new NoDirtyTracking(),
            new ViommuBlocks(),
            new LargeMemoryBlocks(),
            new PostcopyWithVfio(),
            new BackgroundSnapshotBlocks());
}
