package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the report on a simulation to the simulator's truth.
class ReportAgreesTest {

    private static final int SEEDS = 5;

    static List<String> names() {
        return Scenarios.names().stream()
                .filter(name -> !name.equals("many-chunks"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theReportTellsTheTrueOutcomeAndEnclosesTheTrueDowntime(String name) throws EventSourceException {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        for (int seed = 0; seed < SEEDS; seed++) {
            String where = "vfr simulate " + name + " --seed " + seed;
            InMemoryEvents events = new InMemoryEvents();
            SimulationResult truth = Simulation.run(scenario, seed, events);
            Report report = Analysis.of(List.of(new TraceInput("trace", events)));
            assertEquals(1, report.migrations().size(), where);
            MigrationSummary migration = report.migrations().getFirst();
            assertEquals(
                    Observed.reportedToday(scenario.expectation().orElseThrow()),
                    Optional.of(migration.outcome()),
                    where + ": " + migration.verdict().headline());
            TimeTruth.holds(truth, migration, where);
        }
    }
}
