package dev.vfr.model.analysis.diff;

import dev.vfr.model.report.MigrationDiff.Span;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.SetDiff;
import dev.vfr.model.report.SetDiff.Judgement;
import dev.vfr.model.report.SetDiff.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares the times of two sets of runs.
///
/// The downtime is the one question that is asked beforehand and is tested alone. The phases are tested together, so
/// that all of them together claim a change where there is none in one of 1 / alpha comparisons at most.
public final class SetComparison {

    private SetComparison() {}

    /// One span of all runs.
    private static final class Column {
        private final Span span;
        private final List<Double> before = new ArrayList<>();
        private final List<Double> after = new ArrayList<>();

        Column(Span span) {
            this.span = span;
        }
    }

    /// Compares two sets; each migration in a report is one run.
    ///
    /// @param before reports on the runs of the first set
    /// @param after reports on the runs of the second set
    /// @param alpha how often a change may be claimed where there is none, above 0 and below 1
    public static SetDiff of(List<Report> before, List<Report> after, double alpha) {
        TreeMap<Spans.Key, Column> columns = new TreeMap<>();
        int beforeRuns = fill(columns, before, true);
        int afterRuns = fill(columns, after, false);
        columns.values().removeIf(column -> column.before.isEmpty() || column.after.isEmpty());
        List<String> notes = new ArrayList<>();
        if (columns.isEmpty()) {
            notes.add("No span is shown by runs of both sets.");
        }
        List<Measure> measures = new ArrayList<>();
        List<RankTest> tests = new ArrayList<>();
        List<Double> ps = new ArrayList<>();
        for (Map.Entry<Spans.Key, Column> entry : columns.entrySet()) {
            RankTest test = RankTest.of(values(entry.getValue().before), values(entry.getValue().after));
            tests.add(test);
            if (!isDowntime(entry.getKey())) {
                ps.add(test.p());
            }
        }
        double[] adjusted = Samples.holm(ps);
        int phase = 0;
        int i = 0;
        for (Map.Entry<Spans.Key, Column> entry : columns.entrySet()) {
            RankTest test = tests.get(i++);
            boolean alone = isDowntime(entry.getKey());
            double adjustedP = alone ? test.p() : adjusted[phase++];
            int together = alone ? 1 : ps.size();
            measures.add(measure(entry.getValue(), test, adjustedP, together, alpha));
        }
        return new SetDiff(beforeRuns, afterRuns, alpha, measures, notes);
    }

    private static boolean isDowntime(Spans.Key key) {
        return key.name().equals(Spans.DOWNTIME);
    }

    private static int fill(Map<Spans.Key, Column> columns, List<Report> reports, boolean first) {
        int runs = 0;
        for (Report report : reports) {
            for (int i = 0; i < report.migrations().size(); i++) {
                runs++;
                Spans.of(report, i).forEach((key, value) -> {
                    Column column = columns.computeIfAbsent(key, _ -> new Column(value.span()));
                    (first ? column.before : column.after).add((double) value.ns());
                });
            }
        }
        return runs;
    }

    private static Measure measure(Column column, RankTest test, double adjustedP, int together, double alpha) {
        double[] before = values(column.before);
        double[] after = values(column.after);
        double pairs = (double) before.length * after.length;
        return new Measure(
                column.span,
                before.length,
                after.length,
                Samples.median(before),
                Samples.median(after),
                Samples.shift(before, after),
                test.u() / pairs,
                test.p(),
                adjustedP,
                test.exact(),
                judgement(test, adjustedP, together, alpha, pairs));
    }

    private static Judgement judgement(RankTest test, double p, int together, double alpha, double pairs) {
        if (test.least() * together > alpha && p > alpha) {
            return Judgement.TOO_FEW_RUNS;
        }
        if (p > alpha) {
            return Judgement.NOT_SHOWN;
        }
        return test.u() > pairs / 2 ? Judgement.SLOWER : Judgement.FASTER;
    }

    private static double[] values(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
