package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// The two sides' clocks could not be compared by facts alone.
public final class ClocksNotProven implements Rule {

    private static final Advice ADVICE = new Advice(
            "clocks-not-proven",
            "Two hosts' clocks are not one clock. Facts that must precede each other bound their offset; here they do not"
                    + " bound it from both ends.",
            "Capture QMP of both sides, or migrate with the return path, whose answers give the missing bound.",
            "a byte is read before it is written; an answer is given before it is read");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            Sides.Side source = migration.sides().source();
            Sides.Side destination = migration.sides().destination();
            if (source == null || destination == null || !source.scan().anyTime || !destination.scan().anyTime) {
                continue;
            }
            if (migration.clocks().basis() == Report.ClockBasis.WALL_CLOCK) {
                findings.add(file.onMigration(
                        ADVICE,
                        migration,
                        Finding.Severity.INFO,
                        "source and destination are compared by the wall clocks of their hosts; no fact contradicts"
                                + " them, and none proves them"));
            } else if (migration.clocks().basis() == Report.ClockBasis.NONE) {
                findings.add(file.onMigration(
                        ADVICE,
                        migration,
                        Finding.Severity.INFO,
                        "the times of source and destination cannot be compared: the facts contradict the wall clocks or"
                                + " each other"));
            }
        }
        return findings;
    }
}
