package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.downtime.Anatomy;
import dev.vfr.model.analysis.downtime.CaptureCost;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.Phases;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.estimate.Estimates;
import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.StreamComparisons;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What is concluded from a case: what the rules find, then a diagnosis of each migration that rests on it, and its
/// words last.
///
/// @param summaries one a migration, in their order
/// @param findings the worst first, otherwise in the order of the rules
public record Conclusions(List<Report.MigrationSummary> summaries, List<Finding> findings) {

    /// Concludes from a case.
    ///
    /// @throws EventSourceException where a trace cannot be read
    public static Conclusions of(CaseFile file, EventTimes times) throws EventSourceException {
        List<Found.Evidence> all = new ArrayList<>();
        for (Rule rule : Rules.ALL) {
            for (Finding finding : rule.findings(file)) {
                all.add(new Found.Evidence(finding, rule.advice().bearing()));
            }
        }
        List<Report.MigrationSummary> summaries = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(told(all));
        for (MigrationCase migration : file.migrations()) {
            Found found = new Found(all).in(migration);
            Optional<Diagnosis> diagnosis = Diagnoser.of(migration, found);
            Optional<Finding> cause = diagnosis.flatMap(known -> cause(known, found));
            List<KernelWords> kernel = List.of();
            if (diagnosis.isPresent()) {
                Diagnosis located = times.locate(diagnosis.get());
                kernel = KernelWords.beside(migration, located);
                located = located.located(
                        Stream.concat(
                                        located.evidence().stream(),
                                        kernel.stream().map(KernelWords::event))
                                .distinct()
                                .toList(),
                        located.contradictedBy());
                diagnosis = Optional.of(located.next(NextStep.of(migration.outcome(), located, cause)));
            }
            Verdict verdict = new Verdict(
                    Headline.of(migration, diagnosis, cause), VerdictLines.of(migration, diagnosis, cause, kernel));
            summaries.add(summary(migration, verdict, diagnosis));
            diagnosis.ifPresent(known -> findings.removeIf(finding -> follows(finding, migration, known)));
            Endings.finding(migration, verdict, diagnosis).ifPresent(findings::add);
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return new Conclusions(summaries, findings);
    }

    private static Optional<Finding> cause(Diagnosis diagnosis, Found found) {
        return found.all().stream()
                .map(Found.Evidence::finding)
                .filter(diagnosis::restsOn)
                .findFirst();
    }

    /// A message of the migration that is not its cause: it is shown under the cause, and is no finding of its own.
    private static boolean follows(Finding finding, MigrationCase migration, Diagnosis diagnosis) {
        return finding.reasons().message().isPresent() && migration.concerns(finding) && !diagnosis.restsOn(finding);
    }

    private static Report.MigrationSummary summary(
            MigrationCase migration, Verdict verdict, Optional<Diagnosis> diagnosis) {
        Sides sides = migration.sides();
        ClockComparison clocks = migration.clocks();
        Optional<Interval> downtime = Downtime.of(sides, clocks);
        boolean bothSides = sides.source() != null && sides.destination() != null;
        return new Report.MigrationSummary(
                migration.kind(),
                migration.outcome(),
                verdict,
                diagnosis,
                downtime,
                downtime.isPresent() ? CaptureCost.ofDowntime(sides, clocks) : OptionalLong.empty(),
                VmmFigure.ns(sides),
                VmmFigure.checkpointNs(sides),
                migration.outcome() == Report.Outcome.CANCELLED ? List.of() : Phases.of(sides),
                clocks.offsetNs(),
                bothSides ? Optional.of(clocks.basis()) : Optional.empty(),
                Downtime.sourceStoppedNs(sides),
                Anatomy.of(migration),
                DirtyTrackings.of(sides),
                StreamComparisons.of(sides),
                Estimates.of(migration),
                sides.sourceSide().map(side -> side.trace().name()),
                sides.destinationSide().map(side -> side.trace().name()));
    }

    /// All but the calls that failed where a cause is found at the same event.
    private static List<Finding> told(List<Found.Evidence> all) {
        List<Finding> causes = all.stream()
                .filter(evidence -> evidence.isError() && evidence.bearing() == Bearing.CAUSE)
                .map(Found.Evidence::finding)
                .toList();
        return all.stream()
                .filter(evidence -> evidence.bearing() != Bearing.SYMPTOM
                        || causes.stream().noneMatch(cause -> explains(cause, evidence.finding())))
                .map(Found.Evidence::finding)
                .toList();
    }

    private static boolean explains(Finding cause, Finding symptom) {
        return symptom.seq().isPresent()
                && cause.seq().equals(symptom.seq())
                && cause.trace().equals(symptom.trace());
    }
}
