package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Guide;
import dev.vfr.model.report.Finding.Place;
import dev.vfr.model.report.Finding.Reasons;
import dev.vfr.model.report.Finding.Severity;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.report.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/// The finding that a migration did not complete, for those who read findings alone.
final class Endings {

    private static final Guide FAILED = guide(
            "One of the two sides failed, or device state was lost.",
            "a VMM's status failed, a failed call on a device that takes part, a device that was reset after a load");
    private static final Guide BLOCKED = guide(
            "The migration was refused before it began, or the VM cannot be migrated as it is.",
            "an error that answers the command migrate; QMP query-migrate, blocked-reasons");
    private static final Guide CANCELLED = guide(
            "The source was asked to give up, or did so by itself. Messages at the destination about a stream that ends"
                    + " are a consequence.",
            "a VMM's status cancelled, or a device that went from pre-copy back to RUNNING with no call failing");
    private static final Guide OPEN = guide(
            "Neither side shows how the migration ended: the capture was stopped, a process was killed, or a side"
                    + " hangs.",
            "no terminal status and no device back at rest");

    private Endings() {}

    static Optional<Finding> finding(MigrationCase migration, Verdict verdict, Optional<Diagnosis> diagnosis) {
        return switch (migration.outcome()) {
            case FAILED -> Optional.of(finding("migration-failed", Severity.ERROR, FAILED, verdict, diagnosis));
            case BLOCKED -> Optional.of(finding("migration-blocked", Severity.ERROR, BLOCKED, verdict, diagnosis));
            case CANCELLED -> Optional.of(finding("migration-cancelled", Severity.INFO, CANCELLED, verdict, diagnosis));
            case INCOMPLETE -> {
                Severity severity = migration.showsNoStates() ? Severity.INFO : Severity.WARNING;
                yield Optional.of(finding("migration-open", severity, OPEN, verdict, diagnosis));
            }
            case COMPLETED -> Optional.empty();
        };
    }

    private static Finding finding(
            String rule, Severity severity, Guide guide, Verdict verdict, Optional<Diagnosis> diagnosis) {
        Optional<Diagnosis.EventRef> event = diagnosis.flatMap(Diagnosis::shownBy);
        Place place = new Place(
                diagnosis.flatMap(known -> known.failed().device()),
                event.map(Diagnosis.EventRef::trace),
                event.map(Diagnosis.EventRef::seq).orElse(OptionalLong.empty()),
                diagnosis.flatMap(Endings::side));
        Guide whose = new Guide(
                guide.title(),
                guide.explanation(),
                guide.remedy(),
                guide.clause(),
                diagnosis.map(Diagnosis::responsible).orElse(Responsible.UNDECIDED));
        return new Finding(rule, severity, place, Sentence.of(verdict.headline()), whose, Reasons.NONE);
    }

    private static Optional<Report.Side> side(Diagnosis diagnosis) {
        return switch (diagnosis.at()) {
            case SOURCE -> Optional.of(Report.Side.SOURCE);
            case DESTINATION -> Optional.of(Report.Side.DESTINATION);
            case BETWEEN, MANAGEMENT, UNKNOWN -> Optional.empty();
        };
    }

    private static Guide guide(String explanation, String clause) {
        return new Guide("", explanation, "", clause, Responsible.UNDECIDED);
    }
}
