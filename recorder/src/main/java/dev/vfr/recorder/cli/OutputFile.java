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

    private static <E extends Exception> void writeNew(Path part, Content<E> content) throws IOException, E {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 16)) {
            content.writeTo(out);
        }
    }
}
