package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.export.EventJsonWriter;
import dev.vfr.recorder.log.PayloadReader;
import dev.vfr.recorder.log.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr export`.
@Command(
        name = "export",
        description = "Writes the events of a trace in a format of another program, or the device data that it keeps.",
        footer = {
            "",
            "'vfr import' reads jsonl back without loss.",
            "payload writes a file NAME.session-N.bin for each device and data transfer session into the folder of -o,",
            "where the trace was recorded with --payload full."
        })
final class ExportCommand implements Callable<Integer> {

    /// What can be written.
    enum Format {
        JSONL,
        PAYLOAD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
    private Format format = Format.JSONL;

    @Parameters(index = "1", paramLabel = "TRACE", description = "The trace, a folder NAME.vfr.")
    private Path trace = Path.of("");

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Write to FILE, for payload a folder, instead of standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, IOException, EnvironmentException {
        CommandSpec mine = Objects.requireNonNull(spec);
        try (TraceReader reader = Traces.open(trace)) {
            switch (format) {
                case JSONL -> {
                    if (output == null) {
                        writeJson(reader, new EventJsonWriter(mine.commandLine().getOut()));
                    } else {
                        OutputFile.<EventSourceException>write(
                                output, out -> writeJson(reader, new EventJsonWriter(out)));
                    }
                }
                case PAYLOAD -> writePayload(reader);
            }
            reader.shortfall()
                    .ifPresent(shortfall -> mine.commandLine().getErr().println("vfr: " + trace + ": " + shortfall));
        }
        return ExitStatus.OK;
    }

    private void writePayload(TraceReader reader) throws EventSourceException, IOException, EnvironmentException {
        CommandLine mine = Objects.requireNonNull(spec).commandLine();
        if (output == null) {
            throw new ParameterException(mine, "payload needs -o with the folder to write into");
        }
        if (!PayloadReader.isKept(trace)) {
            throw new EventSourceException(trace + ": keeps no device data; record with --payload full");
        }
        for (String line : PayloadExport.write(trace, reader, output)) {
            mine.getErr().println(line);
        }
    }

    private static void writeJson(TraceReader reader, EventJsonWriter json) throws EventSourceException, IOException {
        try (EventReader events = reader.readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                json.write(event);
            }
        }
        json.flush();
    }
}
