package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Blame;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What is said of one migration in the end, and the event that it rests on.
///
/// It rests on what the rules found, so that the verdict and the worst finding tell the same: first on a cause, then on
/// the call that failed, and only where no rule found anything on what a VMM said.
///
/// @param verdict one sentence
/// @param blame empty where nothing went wrong
public record Judgement(String verdict, Optional<Blame> blame) {

    /// What the rules found, of any migration, in each list the first to believe first.
    ///
    /// @param causes errors that explain a failure by themselves
    /// @param symptoms errors on what failed
    /// @param others whatever else is wrong
    public record Found(List<Finding> causes, List<Finding> symptoms, List<Finding> others) {

        public static final Found NOTHING = new Found(List.of(), List.of(), List.of());

        public Found {
            causes = List.copyOf(causes);
            symptoms = List.copyOf(symptoms);
            others = List.copyOf(others);
        }

        private Optional<Finding> cause(MigrationCase migration) {
            Stream<Finding> possible = migration.outcome() == Report.Outcome.COMPLETED
                    ? Stream.of(causes, symptoms, errors()).flatMap(List::stream)
                    : causes.stream();
            return possible.filter(migration::concerns).findFirst();
        }

        private List<Finding> errors() {
            return others.stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .toList();
        }

        private boolean isNothingOf(MigrationCase migration) {
            return Stream.of(causes, symptoms, others).flatMap(List::stream).noneMatch(migration::concerns);
        }
    }

    public static Judgement of(MigrationCase migration, Found found) {
        Optional<Finding> cause = found.cause(migration);
        boolean whole = migration.sides().source() != null && migration.sides().destination() != null;
        Verdict verdict = new Verdict(migration, cause, whole && found.isNothingOf(migration));
        String text = verdict.text();
        return switch (migration.outcome()) {
            case FAILED ->
                new Judgement(text, Optional.of(failed(migration, cause, found.symptoms(), verdict.failure())));
            case CANCELLED ->
                new Judgement(
                        text,
                        Optional.of(cause.map(f -> blame(migration, f))
                                .orElseGet(() -> ended(migration, "migration-cancelled", verdict.wasToldToStop()))));
            case INCOMPLETE ->
                new Judgement(
                        text,
                        Optional.of(cause.map(f -> blame(migration, f))
                                .orElseGet(() -> ended(migration, "migration-open", false))));
            case COMPLETED -> new Judgement(text, cause.map(f -> blame(migration, f)));
        };
    }

    private static Blame failed(
            MigrationCase migration, Optional<Finding> cause, List<Finding> symptoms, Verdict.Failure failure) {
        Optional<Finding> symptom = symptoms.stream()
                .filter(migration::concerns)
                .filter(finding -> failure.isShownBy(finding))
                .findFirst();
        return Stream.of(cause, symptom)
                .flatMap(Optional::stream)
                .findFirst()
                .map(finding -> blame(migration, finding))
                .orElseGet(() -> new Blame(
                        Optional.of("migration-failed"),
                        Mover.UNKNOWN,
                        failure.side().map(side -> side.trace().name()),
                        failure.seq(),
                        failure.side().map(Verdict::end),
                        Optional.empty(),
                        ""));
    }

    private static Blame blame(MigrationCase migration, Finding finding) {
        return new Blame(
                Optional.of(finding.rule()),
                finding.mover(),
                finding.trace(),
                finding.seq(),
                migration.sideOf(finding),
                finding.device(),
                finding.clause());
    }

    /// The source's last word.
    private static Blame ended(MigrationCase migration, String rule, boolean byOperator) {
        Optional<MigrationSide> source = Optional.ofNullable(migration.sides().source());
        Optional<MigrationSide> shown =
                source.or(() -> Optional.ofNullable(migration.sides().destination()));
        OptionalLong seq = shown.map(MigrationSide::terminalSeq).orElse(OptionalLong.empty());
        return new Blame(
                Optional.of(rule),
                byOperator ? Mover.OPERATOR : Mover.UNKNOWN,
                shown.map(side -> side.trace().name()),
                seq,
                source.map(ignored -> Report.Side.SOURCE),
                Optional.empty(),
                "");
    }
}
