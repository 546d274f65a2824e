package dev.vfr.recorder.cli;

import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// A trace that is there whole or not at all: written under a hidden name, which becomes its own at the end. If it does
/// not come to its end, by a failure or an interrupt, nothing is left.
public final class NewTrace implements AutoCloseable {

    private final Path target;
    private final Path part;
    private final TraceWriter writer;
    private final Thread onInterrupt = new Thread(this::delete);

    private NewTrace(Path target, Path part, TraceWriter writer) {
        this.target = target;
        this.part = part;
        this.writer = writer;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /// Begins a trace that is going to be at `target`.
    ///
    /// @param commandLine the command that writes there, for the exception
    /// @throws ParameterException where there is something already
    /// @throws EnvironmentException where none can be made there
    public static NewTrace begin(Path target, CommandLine commandLine) throws EnvironmentException {
        if (TraceName.isTaken(target)) {
            throw new ParameterException(
                    commandLine, target + " exists already; name another trace with -o, none is overwritten");
        }
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid());
        if (!Files.isDirectory(Path.of(String.valueOf(part.getParent())))) {
            throw new EnvironmentException(target + ": cannot be written: its folder does not exist");
        }
        try {
            return new NewTrace(target, part, TraceWriter.create(part));
        } catch (TraceException e) {
            throw new EnvironmentException(
                    String.valueOf(e.getMessage()).replace(part.toString(), target.toString()), e);
        }
    }

    public TraceWriter writer() {
        return writer;
    }

    /// Closes the trace and gives it its name.
    public void finish() throws TraceException, EnvironmentException {
        writer.close();
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EnvironmentException(target + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Deletes what has not been finished.
    @Override
    public void close() {
        try {
            writer.close();
        } catch (TraceException e) {
            // It is deleted in any case.
        }
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
        } catch (IOException e) {
            // Best effort: a hidden folder that no command takes for a trace stays behind.
        }
    }
}
