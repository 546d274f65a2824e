package dev.vfr.recorder.capture.interposer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `/proc` tells of a process or a thread. Everything may be gone at any moment, and then is empty.
final class HostProcess {

    private static final Path PROC = Path.of("/proc");
    private static final int START_TICKS_FIELD = 19;

    private HostProcess() {}

    /// A line of `/proc/ID/stat`.
    ///
    /// @param state `R`, `S`, `T`, `Z` and so on
    /// @param parent process id of the parent
    /// @param startTicks when it started; tells a process from a later one with the same id
    record Stat(char state, int parent, long startTicks) {

        boolean isAlive() {
            return state != 'Z' && state != 'X' && state != 'x';
        }

        boolean isStopped() {
            return state == 'T' || state == 't';
        }
    }

    /// @param id a process or a thread
    static Optional<Stat> stat(int id) {
        try {
            String line = Files.readString(PROC.resolve(id + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold anything, blanks and parentheses included.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Stat(
                    fields[0].charAt(0), Integer.parseInt(fields[1]), Long.parseLong(fields[START_TICKS_FIELD])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// The process that a thread belongs to.
    static Optional<Integer> processOf(int thread) {
        try {
            return Files.readAllLines(PROC.resolve(thread + "/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("Tgid:"))
                    .findFirst()
                    .map(line ->
                            Integer.parseInt(line.substring("Tgid:".length()).strip()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Set<Integer> threads(int pid) {
        Set<Integer> threads = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path entry : entries) {
                threads.add(Integer.parseInt(String.valueOf(entry.getFileName())));
            }
        } catch (IOException | RuntimeException e) {
            // Whoever is gone has none.
        }
        return threads;
    }

    /// The words of the command line, empty where the process is gone.
    static List<String> commandLine(int pid) {
        try {
            String text = new String(Files.readAllBytes(PROC.resolve(pid + "/cmdline")), StandardCharsets.UTF_8);
            String words = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
            return words.isEmpty() ? List.of() : List.of(words.split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Where the link at `/proc/PID/NAME` leads to.
    static Optional<Path> link(int pid, String name) {
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(pid + "/" + name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The first line of a file of `/proc` or `/sys`.
    static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty());
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
