package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rule that compares how the two sides of a migration ended.
///
/// @param judge finds at most one thing in a migration of which the traces have both sides
record BothSides(Advice advice, Judge judge) implements Rule {

    /// What such a rule finds.
    interface Judge {
        Optional<Finding> find(Advice advice, MigrationCase migration, MigrationSide source, MigrationSide destination);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            MigrationSide destination = migration.sides().destination();
            if (source != null && destination != null) {
                judge.find(advice, migration, source, destination).ifPresent(findings::add);
            }
        }
        return findings;
    }
}
