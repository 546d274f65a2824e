package dev.vfr.ui.app;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.scale.Units;
import dev.vfr.ui.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns the analysis of the open traces into what the panes show.
final class Judge {

    private Judge() {}

    /// Analyses traces that are shown together. Each is analysed as the trace that it is; the numbers of events in
    /// the findings are those of the window.
    ///
    /// @throws EventSourceException where a trace cannot be read
    static Judgement judge(Traces traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (int i = 0; i < traces.sources().size(); i++) {
            inputs.add(new TraceInput(traces.names().get(i), traces.sources().get(i)));
        }
        Report report = Analysis.of(inputs);
        List<FindingItem> items = new ArrayList<>();
        for (Finding finding : report.findings()) {
            items.add(item(finding, seq(finding, traces)));
        }
        return new Judgement(verdict(report), items);
    }

    private static OptionalLong seq(Finding finding, Traces traces) throws EventSourceException {
        int trace = finding.trace().map(traces.names()::indexOf).orElse(-1);
        return trace < 0 || finding.seq().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(traces.joinedSeq(trace, finding.seq().getAsLong()));
    }

    /// The bar speaks of the last migration whose end is shown.
    private static Verdict verdict(Report report) {
        Optional<MigrationSummary> chosen = report.migrations().stream()
                .filter(migration -> migration.outcome() != Report.Outcome.INCOMPLETE)
                .reduce((_, later) -> later)
                .or(() -> report.migrations().stream().reduce((_, later) -> later));
        if (chosen.isEmpty()) {
            return new Verdict("no migration", Verdict.Tone.UNKNOWN, "The trace shows no migration.", "", "");
        }
        MigrationSummary migration = chosen.get();
        int others = report.migrations().size() - 1;
        String sentence = migration.verdict() + (others > 0 ? "  (" + others + " more in this trace)" : "");
        String downtime = migration.downtimeNs().map(Judge::downtime).orElse("");
        String vmm = migration.vmmDowntimeNs().isPresent()
                ? "the VMM says " + Units.duration(migration.vmmDowntimeNs().getAsLong())
                : "";
        return new Verdict(migration.outcome().word(), tone(migration.outcome()), sentence, downtime, vmm);
    }

    private static String downtime(Interval ns) {
        String from = Units.duration(ns.min());
        String to = Units.duration(ns.max());
        return "downtime " + (from.equals(to) ? from : from + " to " + to);
    }

    private static Verdict.Tone tone(Report.Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> Verdict.Tone.GOOD;
            case FAILED -> Verdict.Tone.BAD;
            case CANCELLED -> Verdict.Tone.MIXED;
            case INCOMPLETE -> Verdict.Tone.UNKNOWN;
        };
    }

    private static FindingItem item(Finding finding, OptionalLong seq) {
        FindingItem.Severity severity = switch (finding.severity()) {
            case ERROR -> FindingItem.Severity.ERROR;
            case WARNING -> FindingItem.Severity.WARNING;
            case INFO -> FindingItem.Severity.INFO;
        };
        String explanation = Stream.of(finding.explanation(), finding.remedy())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
        return new FindingItem(severity, finding.rule(), finding.summary(), explanation, seq);
    }
}
