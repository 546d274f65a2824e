package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// None of the files is of a format that can be imported.
public final class UnrecognisedFiles extends EventSourceException {

    private static final long serialVersionUID = 1L;

    private final transient List<Unrecognised> files;

    /// One of the files.
    ///
    /// @param line where it shows, from 1
    /// @param found what the file seems to be, and what to bring instead
    public record Unrecognised(Path file, int line, String found) {

        /// Why the file is refused.
        String refusal() {
            return file + ":" + line + ": expected one of " + String.join(", ", ImportFormat.labels()) + ", found "
                    + found;
        }

        /// Why the file is passed over beside others.
        public String skipped() {
            return file + ":" + line + ": skipped: " + found;
        }
    }

    UnrecognisedFiles(List<Unrecognised> files) {
        super(files.stream().map(Unrecognised::refusal).collect(Collectors.joining("\n")));
        this.files = List.copyOf(files);
    }

    /// What the first of the files seems to be, and what to bring instead.
    public String found() {
        return files.getFirst().found();
    }

    /// The files, each with what it seems to be.
    List<Unrecognised> files() {
        return files;
    }
}
