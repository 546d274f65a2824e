package dev.vfr.recorder.capture;

import dev.vfr.recorder.capture.UnrecognisedFiles.Unrecognised;
import dev.vfr.recorder.capture.text.SkipReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What an import did.
///
/// @param events events appended to the trace, those about the trace itself included
/// @param processes how many processes the files were found to be of
/// @param unrecognised the files that were passed over, since they are of no format that can be imported
public record ImportSummary(List<OfFile> files, long events, int processes, List<Unrecognised> unrecognised) {

    public ImportSummary {
        files = List.copyOf(files);
        unrecognised = List.copyOf(unrecognised);
    }

    ImportSummary(List<OfFile> files, long events, int processes) {
        this(files, events, processes, List.of());
    }

    ImportSummary withSkipped(List<Unrecognised> skipped) {
        return new ImportSummary(files, events, processes, skipped);
    }

    /// What came of one file.
    ///
    /// @param peeled the layers around its lines in words, empty where there are none
    /// @param lines lines read
    /// @param events facts that became events
    /// @param skipped lines or messages that became none, by reason; a reason that did not occur is absent
    public record OfFile(
            Path file, ImportFormat format, String peeled, long lines, long events, Map<SkipReason, Long> skipped) {
        public OfFile {
            skipped = Map.copyOf(skipped);
        }
    }
}
