package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.TraceName;
import dev.vfr.recorder.trace.TraceWriter;
import dev.vfr.samples.scenario.Outcome;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Simulation;
import dev.vfr.samples.vmm.StreamCopy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A scenario that is simulated into a trace on disk.
///
/// @param trace a directory that does not exist yet
/// @param stream the file that gets the migration stream, empty if it is not wanted
record RecordedScenario(Scenario scenario, long seed, Path trace, Optional<Path> stream) {

    private static final int BUFFER_BYTES = 1 << 20;

    /// Chooses a fresh name in the current folder where none is given.
    ///
    /// @param stem the start of that name
    static RecordedScenario of(Scenario scenario, long seed, @Nullable Path output, String stem) {
        return new RecordedScenario(scenario, seed, output == null ? TraceName.fresh(stem) : output, Optional.empty());
    }

    /// The same with the migration stream in a file, the whole of the guest's memory included.
    RecordedScenario withStream(@Nullable Path file) {
        return new RecordedScenario(scenario, seed, trace, Optional.ofNullable(file));
    }

    /// Simulates and writes.
    ///
    /// @return how it really ended
    /// @throws EventSourceException where the trace exists already or cannot be written
    /// @throws IOException where the file of the stream cannot be written
    Outcome record() throws EventSourceException, IOException {
        if (stream.isEmpty()) {
            return record(StreamCopy.NONE);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(stream.get()), BUFFER_BYTES)) {
            return record(StreamCopy.to(Channels.newChannel(out)));
        }
    }

    private Outcome record(StreamCopy copy) throws EventSourceException {
        try (TraceWriter writer = TraceWriter.create(trace)) {
            return Simulation.run(scenario, seed, writer, copy).outcome();
        }
    }

    /// Simulates and writes one of our own scenarios as it stands, whose outcome is known.
    ///
    /// @throws EventSourceException where the trace exists already or cannot be written
    void recordAsExpected() throws EventSourceException, IOException {
        Outcome expected = scenario.expectation().orElseThrow().outcome();
        Outcome outcome = record();
        if (outcome != expected) {
            throw new IllegalStateException("scenario " + scenario.name() + " with seed " + seed + " ended " + outcome
                    + " instead of " + expected);
        }
    }
}
