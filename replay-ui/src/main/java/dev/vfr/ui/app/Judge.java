package dev.vfr.ui.app;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
        return new Judgement(verdict(report, traces), items);
    }

    private static OptionalLong seq(Finding finding, Traces traces) throws EventSourceException {
        return joinedSeq(finding.trace(), finding.seq(), traces);
    }

    /// The number in the window of an event of one of its traces.
    private static OptionalLong joinedSeq(Optional<String> name, OptionalLong seq, Traces traces)
            throws EventSourceException {
        int trace = name.map(traces.names()::indexOf).orElse(-1);
        return trace < 0 || seq.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(traces.joinedSeq(trace, seq.getAsLong()));
    }

    /// The bar speaks of the last migration whose end is shown.
    private static Verdict verdict(Report report, Traces traces) throws EventSourceException {
        Optional<MigrationSummary> chosen = report.migrations().stream()
                .filter(migration -> migration.outcome() != Report.Outcome.INCOMPLETE)
                .reduce((_, later) -> later)
                .or(() -> report.migrations().stream().reduce((_, later) -> later));
        if (chosen.isEmpty()) {
            return new Verdict(
                    "no migration", Verdict.Tone.UNKNOWN, "The trace shows no migration.", "", "", List.of());
        }
        MigrationSummary migration = chosen.get();
        int others = report.migrations().size() - 1;
        String headline = migration.verdict().headline();
        String sentence =
                headline.substring(migration.outcome().word().length()).replaceFirst("^[:, ]+", "")
                        + (others > 0 ? "  (" + others + " more in this trace)" : "");
        String downtime =
                migration.downtimeNs().map(ns -> "downtime " + Figures.time(ns)).orElse("");
        String vmm = migration.vmmDowntimeNs().isPresent()
                ? "the VMM says " + Figures.time(migration.vmmDowntimeNs().getAsLong())
                : "";
        Optional<EventRef> event = migration.diagnosis().flatMap(Diagnosis::shownBy);
        OptionalLong shownBy = event.isPresent()
                ? joinedSeq(Optional.of(event.get().trace()), event.get().seq(), traces)
                : OptionalLong.empty();
        return new Verdict(
                migration.outcome().word(),
                tone(migration.outcome()),
                sentence,
                downtime,
                vmm,
                VerdictFacts.of(migration, shownBy));
    }

    private static Verdict.Tone tone(Report.Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> Verdict.Tone.GOOD;
            case FAILED, BLOCKED -> Verdict.Tone.BAD;
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
        return new FindingItem(
                severity,
                finding.rule(),
                finding.summary(),
                finding.explanation(),
                finding.remedy(),
                finding.clause(),
                seq);
    }
}
