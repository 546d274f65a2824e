package dev.vfr.samples.testbed;

import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.TraceImport;
import java.nio.file.Path;
import java.util.List;

/// The traces that the test bed has left in `samples/traces`.
final class SampleTraces {

    private static final Path FOLDER = Path.of("traces");

    private SampleTraces() {}

    static Path trace(String name) {
        return FOLDER.resolve(name + ".jsonl.gz");
    }

    static Path strace(String name) {
        return FOLDER.resolve(name + ".strace.gz");
    }

    static Path kernel(String run) {
        return FOLDER.resolve(run + ".ftrace.gz");
    }

    static InMemoryEvents events(Path file) throws Exception {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(ImportInput.of(file)), events, ImportProgress.NONE);
        return events;
    }
}
