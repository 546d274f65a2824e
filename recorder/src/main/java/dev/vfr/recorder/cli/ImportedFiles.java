package dev.vfr.recorder.cli;

import dev.vfr.recorder.capture.ImportSummary;
import dev.vfr.recorder.trace.Manifest.ImportedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What an import did, for the trace's manifest.
final class ImportedFiles {

    private ImportedFiles() {}

    /// @param names what to call the files, where not by their paths
    static List<ImportedFile> of(ImportSummary summary, Map<Path, String> names) {
        Stream<ImportedFile> skipped = summary.unrecognised().stream()
                .map(file -> new ImportedFile(name(file.file(), names), "skipped", 0, 0, 0));
        return Stream.concat(summary.files().stream().map(file -> of(file, names)), skipped)
                .toList();
    }

    private static ImportedFile of(ImportSummary.OfFile file, Map<Path, String> names) {
        return new ImportedFile(
                name(file.file(), names), file.format().label(), file.lines(), file.events(), skipped(file));
    }

    private static String name(Path file, Map<Path, String> names) {
        return names.getOrDefault(file, file.toString());
    }

    /// How many lines or messages became no event.
    static long skipped(ImportSummary.OfFile file) {
        return file.skipped().values().stream().mapToLong(Long::longValue).sum();
    }
}
