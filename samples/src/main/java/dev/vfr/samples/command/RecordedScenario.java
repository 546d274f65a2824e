package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.TraceName;
import dev.vfr.recorder.log.TraceWriter;
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
    /// @throws EventSourceException where the trace exists already or cannot be written
    void record() throws EventSourceException {
        SimulationResult result;
        try (TraceWriter writer = TraceWriter.create(trace)) {
            result = Simulation.run(scenario, seed, writer);
        }
        scenario.expectation()
                .filter(expected -> expected.outcome() != result.outcome())
                .ifPresent(expected -> {
                    throw new IllegalStateException("scenario " + scenario.name() + " with seed " + seed + " ended "
                            + result.outcome() + " instead of " + expected.outcome());
                });
    }
}
