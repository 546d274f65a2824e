package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that was learned in the pass; what a [Rule] judges.
public record CaseFile(List<ScannedTrace> traces, List<MigrationCase> migrations) {

    public CaseFile {
        traces = List.copyOf(traces);
        migrations = List.copyOf(migrations);
    }

    /// The migration that goes on in a process at an event.
    public Optional<MigrationCase> migrationAt(ScannedTrace trace, int process, long seq) {
        return migrations.stream()
                .filter(migration -> migration.sides().shown().anyMatch(side -> holds(side, trace, process, seq)))
                .findFirst();
    }

    /// An error where the migration that goes on at an event failed, otherwise a warning.
    public Finding.Severity severityAt(ScannedTrace trace, EventHeader header) {
        boolean failed = migrationAt(trace, header.process(), header.seq())
                .filter(migration -> migration.outcome() == Report.Outcome.FAILED)
                .isPresent();
        return failed ? Finding.Severity.ERROR : Finding.Severity.WARNING;
    }

    private static boolean holds(@Nullable MigrationSide side, ScannedTrace trace, int process, long seq) {
        return side != null && side.trace().equals(trace) && side.process() == process && side.holds(seq);
    }

    /// The side of the migration that the trace shows.
    public Report.Side side(ScannedTrace trace, MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        return source != null && source.trace().equals(trace) ? Report.Side.SOURCE : Report.Side.DESTINATION;
    }

    /// A finding on a migration, shown by the event at which one side says how it ended.
    public Finding onMigration(Advice advice, MigrationCase migration, Finding.Severity severity, Sentence sentence) {
        MigrationSide source = migration.sides().source();
        MigrationSide destination = migration.sides().destination();
        boolean destinationFailed = destination != null && Ending.of(destination) == Ending.FAILED;
        boolean sourceTells = migration.outcome() == Report.Outcome.CANCELLED
                || !destinationFailed
                || (source != null && Ending.of(source) == Ending.FAILED);
        MigrationSide side = source != null && sourceTells
                ? source
                : migration
                        .sides()
                        .destinationSide()
                        .or(() -> migration.sides().shown().findFirst())
                        .orElseThrow();
        long seq = side.terminalSeq().orElse(side.errorSeq().orElse(side.lastSeq()));
        return advice.on(side.trace(), seq, severity, sentence);
    }
}
