package dev.vfr.samples.scenario;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.samples.scenario.Expectation.ExpectedDiagnosis;
import dev.vfr.samples.scenario.Expectation.ExpectedFinding;
import dev.vfr.samples.scenario.Expectation.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of a scenario with one seed: in truth, and in the report on its trace.
record Observed(SimulationResult truth, Optional<MigrationSummary> migration, List<ExpectedFinding> findings) {

    static Observed of(Scenario scenario, long seed) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        SimulationResult truth = Simulation.run(scenario, seed, events);
        Report report = Analysis.of(List.of(new TraceInput("trace", events)));
        Map<String, Integer> numbers = new HashMap<>();
        for (MigrationEvent event : events.toList()) {
            if (event instanceof DeviceNamed named) {
                numbers.put(named.name(), named.header().device());
            }
        }
        int devices = scenario.devices().size();
        List<ExpectedFinding> findings = new ArrayList<>();
        for (Finding finding : report.findings()) {
            int number = finding.device().map(numbers::get).orElse(0);
            findings.add(new ExpectedFinding(
                    finding.rule(),
                    finding.device().map(any -> number < devices ? Report.Side.SOURCE : Report.Side.DESTINATION),
                    number % devices));
        }
        return new Observed(truth, report.migrations().stream().findFirst(), findings);
    }

    /// What the report calls the end as long as what waits has not come.
    static Optional<Report.Outcome> reportedToday(Expectation expected) {
        return expected.waiting().stream()
                .filter(Waiting.WrongOutcome.class::isInstance)
                .map(waiting -> ((Waiting.WrongOutcome) waiting).today())
                .findFirst()
                .or(expected::report);
    }

    Optional<ExpectedDiagnosis> diagnosis() {
        return migration.flatMap(MigrationSummary::diagnosis).map(ExpectedDiagnosis::of);
    }

    List<Paths> paths() {
        return truth.devices().stream()
                .map(pair ->
                        new Paths(pair.source().walked(), pair.destination().walked()))
                .toList();
    }

    /// As the key `expect` of a scenario's file would have it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("expect:\n  outcome: " + truth.outcome() + "\n");
        migration.ifPresent(seen -> text.append("  report: " + seen.outcome() + "\n"));
        diagnosis().ifPresent(seen -> text.append("  diagnosis: " + seen + "\n"));
        text.append("  paths:\n");
        for (Paths path : paths()) {
            text.append("    - source: " + path.source() + "\n      destination: " + path.destination() + "\n");
        }
        return text.append(findingsText()).toString();
    }

    /// As the key `findings` below it; nothing where there is none.
    String findingsText() {
        StringBuilder text = new StringBuilder(findings.isEmpty() ? "" : "  findings:\n");
        for (ExpectedFinding finding : findings) {
            String more = finding.side().map(side -> ", side: " + side).orElse("")
                    + (finding.device() == 0 ? "" : ", device: " + finding.device());
            text.append(more.isEmpty() ? "    - " + finding.rule() : "    - {rule: " + finding.rule() + more + "}")
                    .append("\n");
        }
        return text.toString();
    }
}
