package dev.vfr.recorder.capture.bundle;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.bundle.BundleFile.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Folders and archives with captures, sorted by host and process.
public final class Bundle {

    private static final int LONGEST_HOST_NAME = 255;

    private final List<ProcessCaptures> processes = new ArrayList<>();
    private final List<BundleFile> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Bundle() {}

    /// Whether `path` is a folder or an archive, and not a file to be read itself.
    public static boolean isBundle(Path path) {
        return Files.isDirectory(path)
                || (Files.isRegularFile(path) && Archive.of(path).isPresent());
    }

    /// Sorts what is in `bundles`.
    ///
    /// @param temp an empty folder that is deleted by the caller when the traces are made
    /// @throws EventSourceException where one of them is not there, or `temp` cannot be written
    public static Bundle open(List<Path> bundles, Path temp, BundleLimits limits) throws EventSourceException {
        Bundle bundle = new Bundle();
        try {
            Unpacking unpacking = new Unpacking(Files.createDirectories(temp.resolve("unpacked")), limits);
            for (Path each : bundles) {
                unpacking.add(each);
            }
            bundle.notes.addAll(unpacking.notes());
            bundle.sort(unpacking.files().stream().map(Classifier::of).toList(), temp.resolve("parts"));
            return bundle;
        } catch (IOException e) {
            throw new EventSourceException(bundles.getFirst() + ": cannot be sorted: " + e.getMessage(), e);
        }
    }

    private void sort(List<Classified> all, Path temp) throws IOException {
        Map<String, List<Classified>> byRoot =
                all.stream().collect(Collectors.groupingBy(Classified::root, TreeMap::new, Collectors.toList()));
        Names names = new Names();
        Map<String, List<String>> tracesOf = new HashMap<>();
        int number = 0;
        for (Map.Entry<String, List<Classified>> each : byRoot.entrySet()) {
            HostCaptures host = new HostCaptures(
                    temp.resolve(String.valueOf(number++)), names, hostName(each.getValue()), each.getKey());
            host.sort(each.getValue());
            processes.addAll(host.processes());
            notes.addAll(host.notes());
            tracesOf.putAll(host.tracesOf());
        }
        for (Classified file : all) {
            files.add(became(file, tracesOf.getOrDefault(file.file().name(), List.of())));
        }
    }

    private static BundleFile became(Classified file, List<String> traces) {
        State state = switch (file.role()) {
            case CONTEXT -> State.CONTEXT;
            case UNKNOWN -> State.UNKNOWN;
            case KNOWN -> State.KNOWN;
            case DOMAIN_LOG, DAEMON_LOG, CAPTURE, ALONE, WEAK -> traces.isEmpty() ? State.KNOWN : State.READ;
        };
        String what =
                file.role() == Classified.Role.CONTEXT ? ContextFacts.of(file).orElse(file.what()) : file.what();
        return new BundleFile(file.file().name(), state, what, traces);
    }

    private static Optional<String> hostName(List<Classified> files) throws IOException {
        for (Classified file : files) {
            if (file.file().name().endsWith("etc/hostname")) {
                try (InputStream in = Archive.content(file.file().file())) {
                    String name = new String(in.readNBytes(LONGEST_HOST_NAME), StandardCharsets.UTF_8).strip();
                    return name.isEmpty() ? Optional.empty() : Optional.of(name.replaceAll("\\s.*", ""));
                }
            }
        }
        return Optional.empty();
    }

    /// The captures of each process.
    public List<ProcessCaptures> processes() {
        return List.copyOf(processes);
    }

    /// Every file with what became of it, in the bundle's order.
    public List<BundleFile> files() {
        return List.copyOf(files);
    }

    /// What was left out, one line each.
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
