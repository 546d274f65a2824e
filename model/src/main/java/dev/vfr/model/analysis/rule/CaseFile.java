package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.migration.Judgement;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
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
        List<TraceScan> traces, List<MigrationCase> migrations, Map<MigrationCase, Judgement> judgements) {

    public CaseFile(List<TraceScan> traces, List<MigrationCase> migrations) {
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
    public Optional<MigrationCase> migrationAt(TraceScan scan, int process, long seq) {
        return migrations.stream()
                .filter(migration -> holds(migration.sides().source(), scan, process, seq)
                        || holds(migration.sides().destination(), scan, process, seq))
                .findFirst();
    }

    /// An error where the migration that goes on at an event failed, otherwise a warning.
    public Finding.Severity severityAt(TraceScan scan, EventHeader header) {
        boolean failed = migrationAt(scan, header.process(), header.seq())
                .filter(migration -> migration.outcome() == Report.Outcome.FAILED)
                .isPresent();
        return failed ? Finding.Severity.ERROR : Finding.Severity.WARNING;
    }

    private static boolean holds(Sides.@Nullable Side side, TraceScan scan, int process, long seq) {
        return side != null
                && side.scan().equals(scan)
                && side.leg().process == process
                && side.leg().startSeq <= seq
                && seq <= side.leg().lastSeq;
    }

    /// `at the source, ` where the trace shows that side of the migration.
    public String sideWord(TraceScan scan, MigrationCase migration) {
        Sides.Side source = migration.sides().source();
        return "at the " + (source != null && source.scan().equals(scan) ? "source" : "destination") + ", ";
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
        Sides.Side source = migration.sides().source();
        Sides.Side destination = migration.sides().destination();
        boolean destinationFailed = destination != null && Ending.of(destination.leg()) == Ending.FAILED;
        boolean sourceTells = migration.outcome() == Report.Outcome.CANCELLED
                || !destinationFailed
                || (source != null && Ending.of(source.leg()) == Ending.FAILED);
        Sides.Side shown = source != null && sourceTells ? source : destination;
        if (shown == null) {
            return advice.overall(severity, summary);
        }
        Leg leg = shown.leg();
        long seq = leg.terminalSeq >= 0 ? leg.terminalSeq : leg.errorSeq >= 0 ? leg.errorSeq : leg.lastSeq;
        return advice.on(shown.scan(), seq, severity, summary);
    }
}
