package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.samples.device.DeviceTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Simulates each scenario with many seeds, and holds everything that is derived from the trace to the truth.
///
/// More seeds than in an ordinary run:
///
///     mvn -B -q -pl samples -am test -Dtest=SeedsTest -Dsurefire.failIfNoSpecifiedTests=false -Dvfr.seeds=10000
///
/// `-Dvfr.firstSeed=N` begins elsewhere. A failure names the command that records the same trace.
class SeedsTest {

    /// These take seconds each, because of their sheer number of events.
    private static final Set<String> LARGE = Set.of("large-stop-copy", "many-chunks");

    private static final int SEEDS = Integer.getInteger("vfr.seeds", 1_000);
    private static final int FIRST = Integer.getInteger("vfr.firstSeed", 0);

    /// Writing a trace to disk costs more than everything else.
    private static final int SEEDS_PER_TRACE = 100;

    private static final int SEEDS_PER_EXPORT = 10;

    @TempDir
    private Path folder;

    @Test
    void everySeedObeysTheKernelAndIsUnderstoodAtEveryEvent() throws EventSourceException, IOException {
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> !LARGE.contains(scenario.name()))
                .toList();
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Scenario scenario = scenarios.get(seed % scenarios.size());
            String where = "vfr simulate " + scenario.name() + " --seed " + seed;
            SimulationResult result = check(scenario, seed, where);
            assertEquals(scenario.expectation().orElseThrow().outcome(), result.outcome(), where);
        }
    }

    @Test
    void whateverASeedDrawsObeysTheKernelAndIsUnderstoodAtEveryEvent() throws EventSourceException, IOException {
        for (int seed = FIRST; seed < FIRST + SEEDS / 2; seed++) {
            check(AnyScenario.of(seed), seed, "vfr simulate any --seed " + seed);
        }
    }

    private SimulationResult check(Scenario scenario, int seed, String where) throws EventSourceException, IOException {
        try {
            return checked(scenario, seed, where);
        } catch (RuntimeException e) {
            throw new AssertionError(where, e);
        }
    }

    private SimulationResult checked(Scenario scenario, int seed, String where)
            throws EventSourceException, IOException {
        InMemoryEvents recorded = new InMemoryEvents();
        TruthLog truthLog = new TruthLog();
        SimulationResult result = Simulation.run(scenario, seed, recorded, truthLog);
        List<MigrationEvent> events = recorded.toList();
        if (!scenario.name().equals("second-data-fd")) {
            // Its driver returns what no driver may.
            new TraceChecker(events, result, where).check();
        }
        List<Optional<DeviceTruth>> truths = truthLog.along(events);
        assertTrue(truths.stream().anyMatch(Optional::isPresent), where);
        List<Anomaly> anomalies = new FoldChecker(where).check(events, truths);
        if (isHealthy(scenario) && result.outcome() == Outcome.COMPLETED) {
            assertEquals(List.of(), anomalies, where);
        }
        new ReplayChecker(events, where).check(seed);
        if (seed % SEEDS_PER_EXPORT == 0) {
            assertEquals(events, StoredAgain.asJsonLines(events), where + ": exported and imported");
        }
        if (seed % SEEDS_PER_TRACE == 0) {
            assertEquals(
                    events,
                    StoredAgain.asTrace(events, folder.resolve(scenario.name() + seed + ".vfr")),
                    where + ": on disk");
        }
        return result;
    }

    private static boolean isHealthy(Scenario scenario) {
        return scenario.devices().stream()
                .allMatch(pair -> pair.sourceFaults().isEmpty()
                        && pair.destinationFaults().isEmpty());
    }

    @Test
    void aWitnessChangesNothing() throws EventSourceException {
        for (Scenario scenario : Scenarios.all()) {
            if (!LARGE.contains(scenario.name())) {
                InMemoryEvents alone = new InMemoryEvents();
                Simulation.run(scenario, 3, alone);
                InMemoryEvents witnessed = new InMemoryEvents();
                Simulation.run(scenario, 3, witnessed, new TruthLog());
                assertEquals(alone.toList(), witnessed.toList(), scenario.name());
            }
        }
    }
}
