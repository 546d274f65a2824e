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
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What is concluded from a case: first what the rules find, then a judgement on each migration that rests on it, and
/// last the findings that tell how a migration ended.
///
/// @param summaries one a migration, in their order
/// @param findings the worst first, otherwise in the order of the rules
public record Conclusions(List<Report.MigrationSummary> summaries, List<Finding> findings) {

    /// Concludes from a case.
    public static Conclusions of(CaseFile file) {
        Map<Rule, List<Finding>> found = new LinkedHashMap<>();
        for (Rule rule : Rules.ALL) {
            if (!(rule instanceof OutcomeRule)) {
                found.put(rule, rule.findings(file));
            }
        }
        List<Finding> causes = errors(found, Advice.Bearing.CAUSE);
        List<Finding> symptoms = new ArrayList<>(errors(found, Advice.Bearing.LOSS));
        symptoms.addAll(errors(found, Advice.Bearing.SYMPTOM));
        List<Finding> others = new ArrayList<>(errors(found, Advice.Bearing.ASIDE));
        found.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .forEach(others::add);
        Map<MigrationCase, Judgement> judgements = new LinkedHashMap<>();
        for (MigrationCase migration : file.migrations()) {
            judgements.put(migration, Judgement.of(migration, new Judgement.Found(causes, symptoms, others)));
        }
        List<Finding> told = new ArrayList<>();
        for (Rule rule : Rules.ALL) {
            List<Finding> all = rule instanceof OutcomeRule ends
                    ? ends.findings(file, judgements::get)
                    : found.getOrDefault(rule, List.of());
            boolean symptom = rule.advice().bearing() == Advice.Bearing.SYMPTOM;
            all.stream()
                    .filter(finding -> !symptom || causes.stream().noneMatch(cause -> explains(cause, finding)))
                    .forEach(told::add);
        }
        told.sort(Comparator.comparing(Finding::severity));
        return new Conclusions(
                judgements.entrySet().stream()
                        .map(judged -> summary(judged.getKey(), judged.getValue()))
                        .toList(),
                told);
    }

    private static Report.MigrationSummary summary(MigrationCase migration, Judgement judgement) {
        Sides sides = migration.sides();
        ClockComparison clocks = migration.clocks();
        Optional<Interval> downtime = Downtime.of(sides, clocks);
        boolean bothSides = sides.source() != null && sides.destination() != null;
        return new Report.MigrationSummary(
                migration.outcome(),
                judgement.verdict(),
                judgement.blame(),
                downtime,
                downtime.isPresent() ? CaptureCost.ofDowntime(sides, clocks) : OptionalLong.empty(),
                VmmFigure.ns(sides),
                VmmFigure.checkpointNs(sides),
                migration.outcome() == Report.Outcome.CANCELLED ? List.of() : Phases.of(sides),
                clocks.offsetNs(),
                bothSides ? Optional.of(clocks.basis()) : Optional.empty(),
                Downtime.sourceStoppedNs(sides),
                Anatomy.of(migration),
                StreamComparisons.of(sides),
                Estimates.of(migration),
                Optional.ofNullable(sides.source()).map(side -> side.trace().name()),
                Optional.ofNullable(sides.destination())
                        .map(side -> side.trace().name()));
    }

    private static List<Finding> errors(Map<Rule, List<Finding>> found, Advice.Bearing bearing) {
        return found.entrySet().stream()
                .filter(entry -> entry.getKey().advice().bearing() == bearing)
                .flatMap(entry -> entry.getValue().stream())
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
    }

    /// Both are on one event: what explains it is told, and not a second time that it failed.
    private static boolean explains(Finding cause, Finding symptom) {
        return symptom.seq().isPresent()
                && cause.seq().equals(symptom.seq())
                && cause.trace().equals(symptom.trace());
    }
}
