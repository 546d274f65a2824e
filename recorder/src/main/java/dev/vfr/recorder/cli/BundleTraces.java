package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.ImportSummary;
import dev.vfr.recorder.capture.TraceImport;
import dev.vfr.recorder.capture.bundle.Bundle;
import dev.vfr.recorder.capture.bundle.BundleLimits;
import dev.vfr.recorder.capture.bundle.ProcessCaptures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;

/// Makes the traces of a bundle.
final class BundleTraces {

    private final CommandLine commandLine;
    private final Path folder;
    private final List<Path> traces = new ArrayList<>();
    private final Map<String, String> outcomes = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    private BundleTraces(CommandLine commandLine, Path folder) {
        this.commandLine = commandLine;
        this.folder = folder;
    }

    /// Whether one of `paths` is to be taken apart: a folder that is no trace, or an archive.
    static boolean anyBundle(List<Path> paths) {
        return paths.stream().anyMatch(BundleTraces::isBundle);
    }

    static boolean isBundle(Path path) {
        return !Files.exists(path.resolve("manifest.json")) && Bundle.isBundle(path);
    }

    /// Makes traces of what is in `bundles`, each in `folder`, and prints what became of each file to standard error.
    ///
    /// @param temp an empty folder for what is unpacked
    /// @return the traces
    /// @throws EventSourceException where no file can be read as a capture
    static List<Path> make(List<Path> bundles, Path folder, Path temp, CommandLine commandLine)
            throws EventSourceException, EnvironmentException {
        Bundle bundle = Bundle.open(bundles, temp, BundleLimits.DEFAULT);
        BundleTraces made = new BundleTraces(commandLine, folder);
        for (ProcessCaptures process : bundle.processes()) {
            made.trace(process);
        }
        var err = commandLine.getErr();
        BundleTable.lines(bundle, made.outcomes).forEach(err::println);
        made.failures.forEach(err::println);
        err.flush();
        if (made.traces.isEmpty()) {
            throw new EventSourceException(bundles.getFirst() + ": expected captures of a migration, found none in "
                    + bundle.files().size() + " files; 'vfr import --list-formats' says what to bring");
        }
        return made.traces.stream().sorted(Comparator.comparing(Traces::name)).toList();
    }

    private void trace(ProcessCaptures process) throws EnvironmentException {
        Path target = folder.resolve(process.name() + ".vfr");
        try (NewTrace trace = NewTrace.begin(target, commandLine)) {
            ImportSummary summary = TraceImport.run(process.inputs(), trace.writer(), ImportProgress.NONE);
            trace.writer().imports(ImportedFiles.of(summary, process.names()));
            trace.finish();
            traces.add(target);
            outcomes.put(
                    process.name(),
                    String.format(Locale.ROOT, "%,d events", trace.writer().count()));
        } catch (EventSourceException e) {
            String message = String.valueOf(e.getMessage());
            for (Map.Entry<Path, String> name : process.names().entrySet()) {
                message = message.replace(name.getKey().toString(), name.getValue());
            }
            outcomes.put(process.name(), "not made");
            failures.add(message.replaceAll("\\s*\\R\\s*", " "));
        }
    }
}
