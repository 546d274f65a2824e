package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import java.util.List;
import java.util.Optional;

/// What the rules found on one migration.
///
/// @param all in the order of the rules
record Found(List<Evidence> all) {

    /// A finding with what it says about why a migration failed.
    record Evidence(Finding finding, Bearing bearing) {
        boolean isError() {
            return finding.severity() == Finding.Severity.ERROR;
        }
    }

    Found {
        all = List.copyOf(all);
    }

    /// What was found in this migration.
    Found in(MigrationCase migration) {
        return new Found(all.stream()
                .filter(evidence -> migration.concerns(evidence.finding()))
                .toList());
    }

    /// What a finding of these says about why a migration failed.
    Bearing bearing(Finding finding) {
        return all.stream()
                .filter(evidence -> evidence.finding().equals(finding))
                .map(Evidence::bearing)
                .findFirst()
                .orElse(Bearing.ASIDE);
    }

    /// The first error of this bearing.
    Optional<Finding> first(Bearing bearing) {
        return all.stream()
                .filter(evidence -> evidence.isError() && evidence.bearing() == bearing)
                .map(Evidence::finding)
                .findFirst();
    }

    /// The rule on the very call that failed.
    Optional<Finding> symptom(Failure failure) {
        return all.stream()
                .filter(evidence -> evidence.bearing() == Bearing.SYMPTOM && evidence.isError())
                .map(Evidence::finding)
                .filter(failure::isShownBy)
                .findFirst();
    }

    /// What explains a failure: a cause, and without one what is a cause only if nothing else is.
    Optional<Finding> cause() {
        return first(Bearing.CAUSE)
                .or(() -> first(Bearing.RETELLING))
                .or(() -> first(Bearing.FALLBACK))
                .or(() -> first(Bearing.LAST));
    }

    /// Any error, the most specific first.
    Optional<Finding> anyError() {
        return cause().or(() -> first(Bearing.LOSS))
                .or(() -> first(Bearing.SYMPTOM))
                .or(() -> first(Bearing.ASIDE));
    }

    /// A warning of which it is known who has to act.
    Optional<Finding> warning() {
        return all.stream()
                .filter(evidence -> evidence.bearing() == Bearing.CAUSE || evidence.bearing() == Bearing.ASIDE)
                .map(Evidence::finding)
                .filter(finding -> finding.severity() == Finding.Severity.WARNING
                        && finding.responsible() != Responsible.UNDECIDED)
                .findFirst();
    }

    /// What explains why a migration took as long, was aborted or never ended: a rule that has words for a headline.
    Optional<Finding> reason() {
        return all.stream()
                .filter(evidence -> evidence.bearing() == Bearing.CAUSE || evidence.bearing() == Bearing.ASIDE)
                .map(Evidence::finding)
                .filter(finding -> finding.severity() != Finding.Severity.INFO
                        && !finding.title().isEmpty())
                .findFirst();
    }
}
