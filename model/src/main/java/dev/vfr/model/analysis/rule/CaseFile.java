package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.Ending;
import dev.vfr.model.analysis.migration.Judgement;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Everything that was learned in the pass; what a [Rule] judges.
///
/// @param judgements what is said of each migration, for the rules that tell how it ended; the others come before it
public record CaseFile(
        List<ScannedTrace> traces, List<MigrationCase> migrations, Map<MigrationCase, Judgement> judgements) {

    public CaseFile(List<ScannedTrace> traces, List<MigrationCase> migrations) {
        this(traces, migrations, Map.of());
    }

    public CaseFile {
        traces = List.copyOf(traces);
        migrations = List.copyOf(migrations);
        judgements = Map.copyOf(judgements);
    }

    /// The same case, with what is said of its migrations.
    public CaseFile with(Map<MigrationCase, Judgement> said) {
        return new CaseFile(traces, migrations, said);
    }

    /// What is said of a migration; with no findings taken into account where that has not come yet.
    public Judgement judgement(MigrationCase migration) {
        Judgement said = judgements.get(migration);
        return said == null ? Judgement.of(migration, Judgement.Found.NOTHING) : said;
    }

    /// The migration that goes on in a process at an event.
    public Optional<MigrationCase> migrationAt(ScannedTrace trace, int process, long seq) {
        return migrations.stream()
                .filter(migration -> holds(migration.sides().source(), trace, process, seq)
                        || holds(migration.sides().destination(), trace, process, seq))
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

    /// `at the source, ` where the trace shows that side of the migration.
    public String sideWord(ScannedTrace trace, MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        return "at the " + (source != null && source.trace().equals(trace) ? "source" : "destination") + ", ";
    }

    /// A finding on each migration that ended like this, whose summary is its verdict.
    public List<Finding> onOutcome(
            Advice advice, Report.Outcome outcome, Function<MigrationCase, Finding.Severity> severity) {
        return migrations.stream()
                .filter(migration -> migration.outcome() == outcome)
                .map(migration -> onMigration(
                        advice,
                        migration,
                        severity.apply(migration),
                        judgement(migration).verdict()))
                .toList();
    }

    /// A finding on a migration, shown by the event at which one side says how it ended.
    public Finding onMigration(Advice advice, MigrationCase migration, Finding.Severity severity, String summary) {
        MigrationSide source = migration.sides().source();
        MigrationSide destination = migration.sides().destination();
        boolean destinationFailed = destination != null && Ending.of(destination) == Ending.FAILED;
        boolean sourceTells = migration.outcome() == Report.Outcome.CANCELLED
                || !destinationFailed
                || (source != null && Ending.of(source) == Ending.FAILED);
        MigrationSide shown = source != null && sourceTells ? source : destination;
        if (shown == null) {
            return advice.overall(severity, summary);
        }
        MigrationSide side = shown;
        long seq = side.terminalSeq().orElse(side.errorSeq().orElse(side.lastSeq()));
        return advice.on(shown.trace(), seq, severity, summary);
    }
}
