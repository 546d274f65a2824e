package dev.vfr.recorder.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// A file that is written whole or not at all: under a name of its own first, which becomes the file's at the end.
final class OutputFile {

    private OutputFile() {}

    /// Writes the content of a file.
    @FunctionalInterface
    interface Content<E extends Exception> {
        void writeTo(OutputStream out) throws IOException, E;
    }

    /// Replaces `file` with `content`. What is no regular file, such as `/dev/stdout` or a pipe, is written directly.
    ///
    /// @throws EnvironmentException where it cannot be written; a file that was there before is unchanged
    static <E extends Exception> void write(Path file, Content<E> content) throws EnvironmentException, E {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    content.writeTo(out);
                }
                return;
            }
            // Of a symbolic link, what it leads to is replaced.
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path part = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid());
            try {
                // Also if the process is killed: there is no half of a file to be taken for a whole one.
                part.toFile().deleteOnExit();
                writeNew(part, content);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException e) {
            throw new EnvironmentException(file + ": cannot be written: its folder does not exist", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new EnvironmentException(file + ": cannot be written: " + reason, e);
        } catch (IOException e) {
            throw new EnvironmentException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Refuses an output that lies in one of the traces it is made of: what is derived never replaces what was
    /// observed.
    ///
    /// @param output null if it goes to standard output
    /// @throws ParameterException where it does
    static void keepOutOf(List<Path> traces, @Nullable Path output, CommandLine command) {
        if (output == null) {
            return;
        }
        Path real = real(output.toAbsolutePath().normalize());
        for (Path trace : traces) {
            if (real.startsWith(real(trace.toAbsolutePath().normalize()))) {
                throw new ParameterException(command, output + ": lies in the trace " + trace + ", which is only read");
            }
        }
    }

    /// The path without symbolic links, as far as it exists.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static <E extends Exception> void writeNew(Path part, Content<E> content) throws IOException, E {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 16)) {
            content.writeTo(out);
        }
    }
}
