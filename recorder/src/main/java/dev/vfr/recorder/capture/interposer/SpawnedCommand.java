package dev.vfr.recorder.capture.interposer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// The command that is recorded, as a child of this process with the same standard streams, the same open fds and no
/// signal blocked.
///
/// The JDK's own ProcessBuilder closes fds that this process was given for its command, such as those of QEMU's
/// `-add-fd`.
public final class SpawnedCommand implements Subject {

    private static final int SIGNAL_BIT = 128;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int STATUS_SHIFT = 8;
    private static final int STATUS_MASK = 0xff;

    /// What wait(2) says, then never changes.
    private final CompletableFuture<Integer> waited = new CompletableFuture<>();

    private final String program;
    private final int pid;

    private SpawnedCommand(String program, int pid) {
        this.program = program;
        this.pid = pid;
    }

    /// Starts a command.
    ///
    /// @param words program and arguments; the program is looked for on the PATH
    /// @param variables what the environment of this process is changed by; an empty value takes a variable away
    /// @throws RecordingException where there is no such program, or it cannot be executed
    public static SpawnedCommand start(List<String> words, Map<String, String> variables) throws RecordingException {
        keepOwnFilesFromChildren();
        Posix.Spawned spawned;
        try (Arena arena = Arena.ofConfined()) {
            // HotSpot prints its threads on this one, into the command's standard output.
            Posix.ignoreSignal(Posix.SIGQUIT);
            spawned = Posix.spawn(words, environment(arena, variables), Posix.SIGQUIT);
        }
        if (spawned.errno() != 0) {
            throw new RecordingException(words.getFirst() + ": cannot be started: " + Posix.describe(spawned.errno()));
        }
        Path name = Path.of(words.getFirst()).getFileName();
        SpawnedCommand command = new SpawnedCommand(String.valueOf(name), spawned.pid());
        Thread.ofPlatform().daemon().name("vfr-wait").start(() -> command.waited.complete(Posix.waitFor(command.pid)));
        return command;
    }

    private static List<MemorySegment> environment(Arena arena, Map<String, String> variables) {
        List<MemorySegment> all = new ArrayList<>();
        for (MemorySegment entry : Posix.environment()) {
            String text = entry.getString(0, StandardCharsets.ISO_8859_1);
            int end = text.indexOf('=');
            if (end < 0 || !variables.containsKey(text.substring(0, end))) {
                all.add(entry);
            }
        }
        variables.forEach((name, value) -> {
            if (!value.isEmpty()) {
                all.add(arena.allocateFrom(name + '=' + value, StandardCharsets.UTF_8));
            }
        });
        return all;
    }

    /// The JVM has files open, of the JDK and of the class path, that are not closed on exec.
    private static void keepOwnFilesFromChildren() {
        List<Path> own = Stream.concat(
                        Stream.of(System.getProperty("java.home")),
                        Stream.of(System.getProperty("java.class.path").split(":")))
                .filter(path -> !path.isEmpty())
                .map(path -> Path.of(path).toAbsolutePath())
                .toList();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            open.filter(fd -> isOwn(fd, own))
                    .forEach(fd -> Posix.closeOnExec(Integer.parseInt(String.valueOf(fd.getFileName()))));
        } catch (IOException e) {
            // Without /proc the command has some more fds than it needs.
        }
    }

    private static boolean isOwn(Path fd, List<Path> own) {
        try {
            Path target = Files.readSymbolicLink(fd);
            String name = String.valueOf(target.getFileName());
            return own.stream().anyMatch(target::startsWith) || name.endsWith(".ring") || name.endsWith(".aot");
        } catch (IOException e) {
            return false;
        }
    }

    /// The program's name without its folder.
    public String program() {
        return program;
    }

    public int pid() {
        return pid;
    }

    /// Sends it a signal, unless it has ended.
    void signal(int number) {
        if (!waited.isDone()) {
            Posix.kill(pid, number);
        }
    }

    @Override
    public boolean hasEnded(boolean seen, boolean living) {
        return waited.isDone();
    }

    /// Waits until it has ended.
    ///
    /// @return its exit status, or 128 and the number of the signal that killed it
    public int waitFor() {
        int status = waited.join();
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? status >> STATUS_SHIFT & STATUS_MASK : SIGNAL_BIT + signal;
    }

    @Override
    public Optional<String> ending(int process) {
        if (process != pid) {
            return Optional.empty();
        }
        int status = waitFor();
        return Optional.of(
                status < SIGNAL_BIT || (waited.join() & SIGNAL_MASK) == 0
                        ? "with status " + status
                        : "by signal " + (status - SIGNAL_BIT));
    }
}
