package dev.vfr.recorder.check;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.check.Judgement.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Holds budgets against the figures of a report. Only what the traces prove is within or over a budget.
public final class Judge {

    private static final String ALL = "all traces";

    private final Report report;
    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final List<Judgement> judgements = new ArrayList<>();

    private Judge(Report report) {
        this.report = report;
    }

    /// Every budget against every figure that it is about, in the order of the budgets.
    public static List<Judgement> of(Report report, List<Budget> budgets) {
        Judge judge = new Judge(report);
        budgets.forEach(judge::hold);
        return judge.judgements;
    }

    private void hold(Budget budget) {
        switch (budget) {
            case Budget.Downtime downtime -> times(budget, downtime.limitNs(), Judge::downtime);
            case Budget.VmmDowntime time -> times(budget, time.limitNs(), Judge::vmmDowntime);
            case Budget.StopCopyTime time -> times(budget, time.limitNs(), Judge::stopCopyNs);
            case Budget.StopCopyBytes size -> bytes(budget, size.limitBytes(), Report.Amounts::stopCopy);
            case Budget.AllBytes size -> bytes(budget, size.limitBytes(), Judge::saved);
            case Budget.FindingCount count -> findings(budget, Finding.Severity.WARNING, count.most());
            case Budget.FindingSeverity severity -> findings(budget, severity.refused(), 0);
        }
    }

    private void times(Budget budget, long limitNs, Function<Report.MigrationSummary, Optional<Interval>> figure) {
        if (report.migrations().isEmpty()) {
            add(budget, ALL, Result.UNJUDGED, "unknown: there is no migration in the traces", OptionalLong.empty());
        }
        int number = 1;
        for (Report.MigrationSummary migration : report.migrations()) {
            String subject = "migration " + number++;
            Optional<Interval> ns = figure.apply(migration);
            if (ns.isEmpty()) {
                String why = "unknown: the traces do not show it, the migration is "
                        + migration.outcome().word();
                add(budget, subject, Result.UNJUDGED, why, OptionalLong.empty());
                continue;
            }
            Result result = ns.get().max() <= limitNs
                    ? Result.WITHIN
                    : ns.get().min() > limitNs ? Result.EXCEEDED : Result.UNJUDGED;
            boolean bounded = ns.get().max() != UNBOUNDED;
            add(
                    budget,
                    subject,
                    result,
                    bounded
                            ? Figures.time(ns.get())
                            : "at least " + Figures.time(ns.get().min()),
                    bounded ? OptionalLong.of(ns.get().max()) : OptionalLong.empty());
        }
    }

    /// Where only the least of it is proven, it has no upper bound.
    private static Optional<Interval> downtime(Report.MigrationSummary migration) {
        return migration
                .downtimeNs()
                .or(() -> migration.anatomy().map(DowntimeAnatomy::atLeastNs).stream()
                        .flatMapToLong(OptionalLong::stream)
                        .mapToObj(least -> new Interval(least, UNBOUNDED))
                        .findFirst());
    }

    private static Optional<Interval> vmmDowntime(Report.MigrationSummary migration) {
        return migration.vmmDowntimeNs().isPresent()
                ? Optional.of(new Interval(
                        migration.vmmDowntimeNs().getAsLong(),
                        migration.vmmDowntimeNs().getAsLong()))
                : Optional.empty();
    }

    /// Of the slowest device; nothing where the last byte of a device is not shown.
    private static Optional<Interval> stopCopyNs(Report.MigrationSummary migration) {
        Map<String, LongSummaryStatistics> spans = new TreeMap<>();
        Set<String> streamed = new HashSet<>();
        for (Report.Phase phase : migration.downtimePhases()) {
            if (phase.side() == Report.Side.SOURCE && phase.name().startsWith("stop-copy-")) {
                LongSummaryStatistics span = spans.computeIfAbsent(phase.device(), _ -> new LongSummaryStatistics());
                span.accept(phase.startNs());
                span.accept(phase.startNs() + phase.ns());
                if (phase.name().equals("stop-copy-stream")) {
                    streamed.add(phase.device());
                }
            }
        }
        if (!streamed.equals(spans.keySet())) {
            return Optional.empty();
        }
        return spans.values().stream()
                .map(span -> span.getMax() - span.getMin())
                .max(Long::compare)
                .map(ns -> new Interval(ns, ns));
    }

    /// Pre-copy and STOP_COPY together; unknown where one of them is.
    private static OptionalLong saved(Report.Amounts bytes) {
        return bytes.preCopy().isPresent() && bytes.stopCopy().isPresent()
                ? OptionalLong.of(bytes.preCopy().getAsLong() + bytes.stopCopy().getAsLong())
                : OptionalLong.empty();
    }

    /// The sum over the devices at the source. It is a lower bound, and exact only where nothing may be missing.
    private void bytes(Budget budget, long limit, Function<Report.Amounts, OptionalLong> figure) {
        long sum = 0;
        boolean exact = true;
        boolean any = false;
        for (Report.DeviceSummary device : report.devices()) {
            if (device.role() != Report.Role.SOURCE && device.role() != Report.Role.BOTH) {
                continue;
            }
            OptionalLong bytes = figure.apply(device.bytes());
            sum += bytes.orElse(0);
            any |= bytes.isPresent();
            exact &= bytes.isPresent() && device.bytes().complete();
        }
        if (!any) {
            add(budget, ALL, Result.UNJUDGED, "unknown: the traces do not show what was read", OptionalLong.empty());
            return;
        }
        Result result = sum > limit ? Result.EXCEEDED : exact ? Result.WITHIN : Result.UNJUDGED;
        String figureText = Figures.bytes(sum) + (exact ? "" : " or more, since some may be missing");
        add(budget, ALL, result, figureText, OptionalLong.empty());
    }

    private void findings(Budget budget, Finding.Severity least, long limit) {
        long count = report.findings().stream()
                .filter(found -> found.severity().compareTo(least) <= 0)
                .count();
        add(budget, ALL, count > limit ? Result.EXCEEDED : Result.WITHIN, Long.toString(count), OptionalLong.empty());
    }

    private void add(Budget budget, String subject, Result result, String figure, OptionalLong measuredNs) {
        judgements.add(new Judgement(budget, subject, result, figure, measuredNs));
    }
}
