package dev.vfr.model.analysis;

import dev.vfr.model.analysis.estimate.Estimates;
import dev.vfr.model.analysis.migration.Judgement;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.Rules;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is concluded from a case: first what the rules find, then a judgement on each migration that rests on it, and
/// last the findings that tell how a migration ended.
///
/// @param summaries one a migration, in their order
/// @param findings the worst first, otherwise in the order of the rules
record Conclusions(List<Report.MigrationSummary> summaries, List<Finding> findings) {

    static Conclusions of(CaseFile file) {
        Map<Rule, List<Finding>> found = new LinkedHashMap<>();
        for (Rule rule : Rules.ALL) {
            if (rule.advice().bearing() != Advice.Bearing.OUTCOME) {
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
        CaseFile judged = file.with(judgements);
        List<Finding> told = new ArrayList<>();
        for (Rule rule : Rules.ALL) {
            List<Finding> all = found.containsKey(rule) ? found.get(rule) : rule.findings(judged);
            boolean symptom = rule.advice().bearing() == Advice.Bearing.SYMPTOM;
            all.stream()
                    .filter(finding -> !symptom || causes.stream().noneMatch(cause -> explains(cause, finding)))
                    .forEach(told::add);
        }
        told.sort(Comparator.comparing(Finding::severity));
        return new Conclusions(
                file.migrations().stream()
                        .map(migration -> migration.summary(judged.judgement(migration), Estimates.of(migration)))
                        .toList(),
                told);
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
