package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.json.EventJsonWriter;
import dev.vfr.recorder.report.table.TableFormat;
import dev.vfr.recorder.report.timeline.Timeline;
import dev.vfr.recorder.trace.PayloadReader;
import dev.vfr.recorder.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        description = "Writes traces in a format of other programs, or the device data of a trace.",
        footer = {
            "",
            "  jsonl      the events of one trace, which 'vfr import' reads back without loss",
            "  chrome     a time line in Chrome's trace event format (JSON): chrome://tracing, Perfetto, Speedscope",
            "  perfetto   a time line in Perfetto's binary format: ui.perfetto.dev, trace processor; states need v57",
            "  csv        tables into the folder of -o: migrations, phases, downtime_parts, devices, states,"
                    + " estimates,",
            "             convergence, what_if, what_if_effects, streams, findings, events",
            "  parquet    the same tables as Parquet files, for DuckDB, Spark, pandas and others",
            "  payload    device data into the folder of -o, a file NAME.session-N.bin for each device and data",
            "             transfer session, if the trace was recorded with --payload full",
            "",
            "chrome, perfetto, csv and parquet join several traces, such as those of source and destination.",
            "Unknown is absent or null, never 0."
        })
final class ExportCommand implements Callable<Integer> {

    /// What can be written.
    enum Format {
        JSONL,
        CHROME,
        PERFETTO,
        CSV,
        PARQUET,
        PAYLOAD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FORMAT", description = "output format: ${COMPLETION-CANDIDATES}")
    private Format format = Format.JSONL;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TRACE",
            description = "traces, folders NAME.vfr; only one for jsonl and payload")
    private List<Path> traces = new ArrayList<>();

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description =
                    "file to write; a folder for csv, parquet and payload; standard output if not given (jsonl only)")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, IOException, EnvironmentException {
        if ((format == Format.JSONL || format == Format.PAYLOAD) && traces.size() > 1) {
            throw new ParameterException(mine(), format + " takes one trace");
        }
        OutputFile.keepOutOf(traces, output, mine());
        try (TraceAnalysis opened = TraceAnalysis.open(traces)) {
            switch (format) {
                case JSONL -> writeJson(opened.readers().getFirst());
                case CHROME ->
                    OutputFile.<EventSourceException>write(
                            output(), out -> Timeline.writeChrome(opened.inputs(), opened.report(), out));
                case PERFETTO ->
                    OutputFile.<EventSourceException>write(
                            output(), out -> Timeline.writePerfetto(opened.inputs(), opened.report(), out));
                case CSV -> TableExport.write(opened, output(), TableFormat.CSV);
                case PARQUET -> TableExport.write(opened, output(), TableFormat.PARQUET);
                case PAYLOAD -> writePayload(opened.readers().getFirst());
            }
            for (int i = 0; i < traces.size(); i++) {
                Path trace = traces.get(i);
                opened.readers()
                        .get(i)
                        .shortfall()
                        .ifPresent(shortfall -> mine().getErr().println("vfr: " + trace + ": " + shortfall));
            }
        }
        return ExitStatus.OK;
    }

    private CommandLine mine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private Path output() {
        if (output == null) {
            throw new ParameterException(mine(), format + " needs -o with the file or folder to write");
        }
        return output;
    }

    private void writePayload(TraceReader reader) throws EventSourceException, IOException, EnvironmentException {
        Path folder = output();
        Path trace = traces.getFirst();
        if (!PayloadReader.isKept(trace)) {
            throw new EventSourceException(trace + ": holds no device data; record with --payload full");
        }
        for (String line : PayloadExport.write(trace, reader, folder)) {
            mine().getErr().println(line);
        }
    }

    private void writeJson(TraceReader reader) throws EventSourceException, IOException, EnvironmentException {
        if (output == null) {
            writeJson(reader, new EventJsonWriter(mine().getOut()));
        } else {
            OutputFile.<EventSourceException>write(output, out -> writeJson(reader, new EventJsonWriter(out)));
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
