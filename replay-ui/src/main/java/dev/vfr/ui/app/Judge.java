package dev.vfr.ui.app;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.Finding;
import dev.vfr.model.analysis.Interval;
import dev.vfr.model.analysis.Report;
import dev.vfr.model.analysis.Report.MigrationSummary;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.scale.Units;
import dev.vfr.ui.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns the analysis of a trace into what the panes show.
final class Judge {

    private Judge() {}

    /// Analyses a trace, which may be several joined: the numbers of events in the findings are those of the window.
    ///
    /// @throws EventSourceException where the trace cannot be read
    static Judgement judge(String name, EventSource events) throws EventSourceException {
        Report report = Analysis.of(List.of(new TraceInput(name, events)));
        return new Judgement(
                verdict(report), report.findings().stream().map(Judge::item).toList());
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

    private static FindingItem item(Finding finding) {
        FindingItem.Severity severity = switch (finding.severity()) {
            case ERROR -> FindingItem.Severity.ERROR;
            case WARNING -> FindingItem.Severity.WARNING;
            case INFO -> FindingItem.Severity.INFO;
        };
        String explanation = Stream.of(finding.explanation(), finding.remedy())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
        return new FindingItem(severity, finding.rule(), finding.summary(), explanation, finding.seq());
    }
}
