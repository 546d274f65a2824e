package dev.vfr.recorder.cli;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.trace.TraceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The traces of a command line, open, with their names in the report.
final class TraceAnalysis implements AutoCloseable {

    private final Map<String, Path> paths = new LinkedHashMap<>();
    private final List<TraceReader> readers = new ArrayList<>();
    private final List<TraceInput> inputs = new ArrayList<>();

    /// Opens the traces; the caller closes them.
    static TraceAnalysis open(List<Path> traces) throws EventSourceException {
        TraceAnalysis analysis = new TraceAnalysis();
        try {
            for (Path trace : traces) {
                TraceReader reader = Traces.open(trace);
                analysis.readers.add(reader);
                String name = nameOf(trace, traces);
                analysis.paths.put(name, trace);
                analysis.inputs.add(new TraceInput(name, reader));
            }
            return analysis;
        } catch (EventSourceException | RuntimeException e) {
            analysis.close();
            throw e;
        }
    }

    /// Analyses the traces together.
    Report report() throws EventSourceException {
        return Analysis.of(inputs);
    }

    /// The traces by the names that the report gives them, in the order of the command line.
    List<TraceInput> inputs() {
        return List.copyOf(inputs);
    }

    /// Where the traces are, by their names, in the order of the command line.
    Map<String, Path> paths() {
        return new LinkedHashMap<>(paths);
    }

    List<TraceReader> readers() {
        return List.copyOf(readers);
    }

    /// The short name, or the whole path where another trace has the same short name.
    private static String nameOf(Path trace, List<Path> traces) {
        String name = Traces.name(trace);
        boolean unique =
                traces.stream().filter(other -> Traces.name(other).equals(name)).count() == 1;
        return unique ? name : trace.toString();
    }

    @Override
    public void close() {
        readers.forEach(TraceReader::close);
    }
}
