package dev.vfr.recorder.capture;

import java.nio.file.Path;
import java.util.Optional;

/// One file to import.
///
/// @param file plain or compressed
/// @param format empty where it is to be guessed from the content
public record ImportInput(Path file, Optional<ImportFormat> format) {

    /// A file whose format shows in its content.
    public static ImportInput of(Path file) {
        return new ImportInput(file, Optional.empty());
    }
}
