package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.Burst;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.At;
import dev.vfr.model.report.Diagnosis.Candidate;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Draws the diagnosis of one migration from what failed in it and what the rules found.
final class Diagnoser {

    private final MigrationCase migration;
    private final Sides sides;
    private final Found found;

    private Diagnoser(MigrationCase migration, Found found) {
        this.migration = migration;
        this.sides = migration.sides();
        this.found = found;
    }

    /// Empty if nothing is wrong with the migration, nothing contradicts it and both its sides are shown.
    ///
    /// @param found what the rules found in it
    static Optional<Diagnosis> of(MigrationCase migration, Found found) {
        Diagnoser diagnoser = new Diagnoser(migration, found);
        return switch (migration.outcome()) {
            case FAILED -> Optional.of(diagnoser.failed());
            case BLOCKED -> Optional.of(diagnoser.blocked());
            case CANCELLED -> Optional.of(diagnoser.cancelled());
            case INCOMPLETE -> Optional.of(diagnoser.incomplete());
            case COMPLETED -> diagnoser.completed();
        };
    }

    private Diagnosis failed() {
        Failure failure = Failures.of(migration);
        Optional<Finding> cause =
                found.first(Bearing.CAUSE).or(() -> found.symptom(failure)).or(found::cause);
        boolean said = !failure.kind().isOfDevice();
        Failed failed = said && cause.isPresent() ? told(cause.get(), failure) : failure.failed();
        return diagnosis(cause, failed, failure.event(), failure.end().flatMap(Diagnoser::side));
    }

    /// A cause takes the place of what a VMM merely reported of it.
    private static Failed told(Finding cause, Failure failure) {
        Failed shown = cause.reasons().message().map(SaidCall::in).orElse(failure.failed());
        return cause.device().map(shown::on).orElse(shown);
    }

    private Diagnosis blocked() {
        Failure failure = Failures.of(migration);
        Optional<Finding> cause = found.cause();
        return diagnosis(
                cause,
                cause.map(finding -> told(finding, failure)).orElse(failure.failed()),
                failure.event(),
                failure.end()
                        .flatMap(Diagnoser::side)
                        .or(() -> sides.shown().findFirst().flatMap(Diagnoser::side)));
    }

    /// Who gave it up, and what kept its switchover from coming.
    private Diagnosis cancelled() {
        Optional<MigrationSide> source = sides.sourceSide();
        boolean told = source.isEmpty() || source.get().end().isPresent();
        Optional<Finding> reason = found.reason();
        Optional<EventRef> ended = source.or(() -> sides.shown().findFirst())
                .map(end -> new EventRef(end.trace().name(), end.terminalSeq()));
        if (reason.isPresent()) {
            Diagnosis why = diagnosis(reason, Failed.NOTHING, ended, source.flatMap(Diagnoser::side));
            return told ? why.by(Responsible.OPERATOR) : why;
        }
        return new Diagnosis(
                At.of(source.flatMap(Diagnoser::side)),
                told ? Responsible.OPERATOR : Responsible.UNDECIDED,
                Optional.of("migration-cancelled"),
                Failed.NOTHING,
                ended.stream().toList(),
                List.of(),
                List.of(),
                told
                        ? List.of()
                        : List.of(
                                new Candidate(Responsible.OPERATOR, "the QMP conversation of the source"),
                                new Candidate(Responsible.VMM, "the source's messages (its stderr)")),
                Unknowns.of(migration),
                "",
                "");
    }

    private Diagnosis incomplete() {
        Optional<Finding> cause = found.cause().or(found::reason);
        Optional<MigrationSide> last = sides.sourceSide().or(() -> sides.shown().findFirst());
        Optional<EventRef> event = last.map(end -> new EventRef(end.trace().name(), OptionalLong.of(end.lastSeq())));
        return diagnosis(cause, Failed.NOTHING, event, last.flatMap(Diagnoser::side));
    }

    private Optional<Diagnosis> completed() {
        Optional<Finding> wrong =
                found.first(Bearing.CAUSE).or(found::reason).or(found::warning).or(found::anyError);
        List<Diagnosis.Unknown> unknown = Unknowns.of(migration);
        if (wrong.isEmpty() && unknown.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(wrong, Failed.NOTHING, Optional.empty(), Optional.empty()));
    }

    private Diagnosis diagnosis(
            Optional<Finding> cause, Failed failed, Optional<EventRef> event, Optional<Report.Side> side) {
        Set<EventRef> evidence = new LinkedHashSet<>();
        boolean ofCall = failed.call().isPresent();
        if (ofCall) {
            event.ifPresent(evidence::add);
        }
        cause.flatMap(Diagnoser::event).ifPresent(evidence::add);
        event.ifPresent(evidence::add);
        Undecided undecided = Undecided.of(migration, cause, failed);
        Responsible responsible = undecided.candidates().isEmpty()
                ? Undecided.ofSaving(migration, cause)
                        .or(() -> cause.map(Finding::responsible))
                        .orElse(Responsible.UNDECIDED)
                : Responsible.UNDECIDED;
        Optional<Report.Side> at = blockedAt()
                .or(() -> ofCall ? side : cause.flatMap(migration::sideOf).or(() -> side));
        return new Diagnosis(
                isBetween(cause, responsible) && !ofCall ? At.BETWEEN : At.of(at),
                responsible,
                cause.map(Finding::rule),
                failed,
                List.copyOf(evidence),
                Contradictions.of(migration),
                Stream.concat(
                                cause.stream().flatMap(finding -> finding.reasons().excluded().stream()),
                                undecided.excluded().stream())
                        .toList(),
                responsible == Responsible.UNDECIDED ? undecided.orElse(migration, cause, failed) : List.of(),
                Unknowns.of(migration),
                "",
                cause.map(Finding::clause).orElse(""));
    }

    private static Optional<EventRef> event(Finding finding) {
        return finding.trace().map(trace -> new EventRef(trace, finding.seq()));
    }

    /// The connection broke, or all that is left is what follows from a failure elsewhere.
    private boolean isBetween(Optional<Finding> cause, Responsible responsible) {
        boolean follows = cause.isPresent()
                && found.bearing(cause.get()) == Bearing.LAST
                && sides.shown()
                        .flatMap(side -> side.burst().stream())
                        .anyMatch(burst -> burst.strength() == VmmMessage.Strength.CONSEQUENCE);
        boolean alone = migration.sides().destinationSide().isEmpty();
        return responsible == Responsible.NETWORK || (follows && alone);
    }

    /// A management layer asks both hosts, so what it names may be of the other one.
    private Optional<Report.Side> blockedAt() {
        return migration.outcome() != Report.Outcome.BLOCKED
                ? Optional.empty()
                : migration
                        .sides()
                        .sourceSide()
                        .flatMap(MigrationSide::burst)
                        .map(Burst::cause)
                        .filter(VmmMessage::isManagement)
                        .flatMap(VmmMessage::side);
    }

    private static Optional<Report.Side> side(MigrationSide end) {
        return end.role();
    }
}
