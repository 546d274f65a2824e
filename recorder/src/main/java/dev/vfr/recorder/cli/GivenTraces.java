package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/// The traces that a command line names: traces, folders of traces, and bundles, of which traces are made in a
/// temporary
/// folder that goes when this is closed.
final class GivenTraces implements AutoCloseable {

    private final List<Path> paths;
    private final Optional<NewFolder> temporary;

    private GivenTraces(List<Path> paths, Optional<NewFolder> temporary) {
        this.paths = List.copyOf(paths);
        this.temporary = temporary;
    }

    static GivenTraces of(List<Path> given, CommandLine commandLine) throws EventSourceException, EnvironmentException {
        List<Path> traces = new ArrayList<>();
        List<Path> bundles = new ArrayList<>();
        for (Path path : given) {
            List<Path> within = tracesIn(path);
            if (!within.isEmpty()) {
                traces.addAll(within);
            } else if (isNamedAsTrace(path) || !BundleTraces.isBundle(path)) {
                traces.add(path);
            } else {
                bundles.add(path);
            }
        }
        if (bundles.isEmpty()) {
            return new GivenTraces(traces, Optional.empty());
        }
        NewFolder temporary = NewFolder.temporary();
        try {
            Path made = Files.createDirectory(temporary.path().resolve("traces"));
            Path unpacked = Files.createDirectory(temporary.path().resolve("bundle"));
            traces.addAll(BundleTraces.make(bundles, made, unpacked, commandLine));
            return new GivenTraces(traces, Optional.of(temporary));
        } catch (IOException e) {
            temporary.close();
            throw new EnvironmentException("no temporary folder can be made: " + e.getMessage(), e);
        } catch (EventSourceException | EnvironmentException | RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private static boolean isNamedAsTrace(Path path) {
        return String.valueOf(path.getFileName()).endsWith(".vfr");
    }

    /// The traces in a folder that is none itself, such as `vfr import BUNDLE` makes.
    private static List<Path> tracesIn(Path folder) {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve("manifest.json"))) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> isNamedAsTrace(path) && Files.exists(path.resolve("manifest.json")))
                    .sorted(Comparator.comparing(Traces::name))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    List<Path> paths() {
        return paths;
    }

    @Override
    public void close() {
        temporary.ifPresent(NewFolder::close);
    }
}
