package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.Downtime;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// The devices stood still for longer than the VMM was allowed.
public final class DowntimeOverLimit implements Rule {

    private static final Advice ADVICE = new Advice(
            "downtime-over-limit",
            "The VMM reckons the time to send what is left, but not the time that devices take to stop, to load and to"
                    + " start. The phases tell which of them took it.",
            "Lower what the device has to send after it stops (pre-copy, a faster link), or allow for its own time.",
            "QEMU's migration parameter downtime-limit");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            Sides.Side source = migration.sides().source();
            if (source == null || source.leg().throughFile || migration.outcome() != Report.Outcome.COMPLETED) {
                continue;
            }
            long limitNs = source.leg().downtimeLimitNs;
            Downtime.of(migration.sides(), migration.clocks())
                    .filter(downtime -> downtime.min() > limitNs)
                    .ifPresent(downtime -> findings.add(file.onMigration(
                            ADVICE,
                            migration,
                            Finding.Severity.WARNING,
                            "the downtime of " + Figures.time(downtime) + " is over the limit of "
                                    + Figures.time(limitNs) + source.leg().limitOrigin())));
        }
        return findings;
    }
}
