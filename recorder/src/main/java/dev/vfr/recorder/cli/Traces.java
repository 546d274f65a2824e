package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.recorder.trace.TraceVerification;
import dev.vfr.recorder.trace.TraceVerifier;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens the traces that are named on the command line.
public final class Traces {

    private Traces() {}

    /// Opens the trace in `directory`. For a log the message says how to make a trace of it.
    public static TraceReader open(Path directory) throws EventSourceException {
        refuseFile(directory);
        return TraceReader.open(directory);
    }

    /// Checks every record of the trace in `directory`.
    static TraceVerification verify(Path directory) throws EventSourceException {
        refuseFile(directory);
        return TraceVerifier.verify(directory);
    }

    private static void refuseFile(Path directory) throws EventSourceException {
        if (Files.isRegularFile(directory)) {
            throw new EventSourceException(directory
                    + ": expected a trace, which is a folder, found a file; make a trace of it with: vfr import "
                    + directory);
        }
    }

    /// The trace's name for people: that of its folder without `.vfr`.
    public static String name(Path directory) {
        Path last = directory.toAbsolutePath().normalize().getFileName();
        String name = last == null ? directory.toString() : last.toString();
        return name.endsWith(".vfr") ? name.substring(0, name.length() - 4) : name;
    }
}
