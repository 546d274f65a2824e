package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.TraceName;
import dev.vfr.recorder.log.TraceWriter;
import dev.vfr.samples.scenario.Outcome;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Simulation;
import dev.vfr.samples.scenario.SimulationResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A scenario that is simulated into a trace on disk.
///
/// @param trace a directory that does not exist yet
record RecordedScenario(Scenario scenario, long seed, Path trace) {

    /// Chooses a fresh name in the current folder where none is given.
    ///
    /// @param stem the start of that name
    static RecordedScenario of(Scenario scenario, long seed, @Nullable Path output, String stem) {
        return new RecordedScenario(scenario, seed, output == null ? TraceName.fresh(stem) : output);
    }

    /// Simulates and writes.
    ///
    /// @return how it really ended
    /// @throws EventSourceException where the trace exists already or cannot be written
    Outcome record() throws EventSourceException {
        SimulationResult result;
        try (TraceWriter writer = TraceWriter.create(trace)) {
            result = Simulation.run(scenario, seed, writer);
        }
        return result.outcome();
    }

    /// Simulates and writes one of our own scenarios as it stands, whose outcome is known.
    ///
    /// @throws EventSourceException where the trace exists already or cannot be written
    void recordAsExpected() throws EventSourceException {
        Outcome expected = scenario.expectation().orElseThrow().outcome();
        Outcome outcome = record();
        if (outcome != expected) {
            throw new IllegalStateException("scenario " + scenario.name() + " with seed " + seed + " ended " + outcome
                    + " instead of " + expected);
        }
    }
}
