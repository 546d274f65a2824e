package dev.vfr.recorder.capture.bundle;

import dev.vfr.recorder.capture.ImportInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The captures of a bundle that are of one VMM process, or of a daemon that tells of none.
///
/// @param name the name of the trace, without `.vfr`; safe as a file's name
/// @param inputs what [dev.vfr.recorder.capture.TraceImport] takes
/// @param names the paths in the bundle of the inputs' files
public record ProcessCaptures(String name, List<ImportInput> inputs, Map<Path, String> names) {

    public ProcessCaptures {
        inputs = List.copyOf(inputs);
        names = Map.copyOf(names);
    }
}
