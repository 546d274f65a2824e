package dev.vfr.recorder.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// A folder that is there whole or not at all, or one that is there only while a command runs. It is filled under a
/// hidden or temporary name; if the command fails or is interrupted, nothing is left.
final class NewFolder implements AutoCloseable {

    private final @Nullable Path target;
    private final Path part;
    private final Thread onInterrupt = new Thread(this::delete);

    private NewFolder(@Nullable Path target, Path part) {
        this.target = target;
        this.part = part;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /// Begins a folder that is going to be at `target`, where nothing or an empty folder is.
    ///
    /// @param commandLine the command that writes there, for the exception
    static NewFolder begin(Path target, CommandLine commandLine) throws EnvironmentException {
        if (TraceName.isTaken(target) && !isEmptyFolder(target)) {
            throw new ParameterException(
                    commandLine, target + " exists already and is no empty folder; name another folder with -o");
        }
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid());
        if (!Files.isDirectory(Path.of(String.valueOf(part.getParent())))) {
            throw new EnvironmentException(target + ": cannot be written: its folder does not exist");
        }
        try {
            return new NewFolder(target, Files.createDirectory(part));
        } catch (IOException e) {
            throw new EnvironmentException(target + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Makes a folder that is deleted when it is closed, readable by nobody else.
    static NewFolder temporary() throws EnvironmentException {
        try {
            return new NewFolder(
                    null,
                    Files.createTempDirectory(
                            "vfr-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new EnvironmentException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    private static boolean isEmptyFolder(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /// Where it is filled.
    Path path() {
        return part;
    }

    /// Gives it its name.
    void finish() throws EnvironmentException {
        if (target == null) {
            throw new IllegalStateException("a temporary folder has no other name");
        }
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EnvironmentException(target + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // The JVM is on its way out and the hook runs.
        }
    }

    private void delete() {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> all = Files.walk(part)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // Best effort: a hidden or temporary folder stays behind.
        }
    }
}
