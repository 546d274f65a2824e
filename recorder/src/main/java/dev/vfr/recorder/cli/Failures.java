package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.UnrecognisedFiles;
import dev.vfr.recorder.trace.TraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Says on standard error what went wrong, in one line, or one for each of several files, and gives the exit status for
/// it.
///
/// @param debug whether the stack trace is printed after the line
record Failures(PrintWriter err, boolean debug) {

    /// Prints one line about `failure`.
    ///
    /// @return the exit status, see [Vfr]
    int report(Throwable failure) {
        int status = print(failure);
        if (debug && status != ExitStatus.OK) {
            failure.printStackTrace(err);
        }
        err.flush();
        return status;
    }

    private int print(Throwable failure) {
        return switch (failure) {
            case ParameterException e -> {
                line(e.getMessage());
                CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
                line("try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
                yield ExitStatus.USAGE;
            }
            case OutputException e -> e.isReaderGone() ? ExitStatus.OK : line(e.getMessage(), ExitStatus.ENVIRONMENT);
            case TraceException e
            when e.kind() == TraceException.Kind.DISK_FULL -> line(e.getMessage(), ExitStatus.ENVIRONMENT);
            case UnrecognisedFiles e -> {
                String.valueOf(e.getMessage()).lines().forEach(this::line);
                yield ExitStatus.INPUT;
            }
            case EventSourceException e -> line(e.getMessage(), ExitStatus.INPUT);
            case EnvironmentException e -> line(e.getMessage(), ExitStatus.ENVIRONMENT);
            case UncheckedIOException e -> print(Objects.requireNonNull(e.getCause()));
            case IOException e -> line(describe(e), ExitStatus.INPUT);
            case OutOfMemoryError e ->
                line("out of memory; give it more with VFR_JAVA_OPTS=-Xmx2g", ExitStatus.ENVIRONMENT);
            default -> {
                line("this is a bug of vfr: " + failure
                        + (debug ? "" : " (set VFR_DEBUG=1 in the environment to see where)"));
                yield ExitStatus.BUG;
            }
        };
    }

    /// The reason in words: the messages of the JDK's file exceptions are often the path alone.
    private static String describe(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException other
            when other.getReason() == null ->
                other.getFile() + ": cannot be read (" + other.getClass().getSimpleName() + ")";
            default -> String.valueOf(e.getMessage());
        };
    }

    private int line(@Nullable String message, int status) {
        line(message);
        return status;
    }

    private void line(@Nullable String message) {
        // A message is one line whatever it quotes.
        err.println("vfr: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
