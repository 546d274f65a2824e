package dev.vfr.recorder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vfr.model.analysis.diff.Comparison;
import dev.vfr.model.analysis.diff.SetComparison;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.MigrationDiff;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.SetDiff;
import dev.vfr.recorder.report.DiffJson;
import dev.vfr.recorder.report.DiffText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr diff`.
@Command(
        name = "diff",
        description = "Compares two migrations: where they diverge, and what got slower.",
        footer = {
            "",
            "A run is a trace, or a folder that holds the traces of one run, such as those of source and destination.",
            "Two runs are aligned by state and by stream offset: the first divergence in calls, results, estimates and",
            "bytes. Two sets are compared by their times with the Mann-Whitney U test, exactly if they are small.",
            "Exit status 1 if two runs diverge, or if a time of the second set is slower by more than chance explains.",
            "Times of single runs do not change the exit status."
        })
final class DiffCommand implements Callable<Integer> {

    /// How it is printed.
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..2", description = "two runs, A and B")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--before", paramLabel = "RUN", arity = "1..*", description = "runs of the first set")
    private List<Path> before = new ArrayList<>();

    @Option(names = "--after", paramLabel = "RUN", arity = "1..*", description = "runs of the second set")
    private List<Path> after = new ArrayList<>();

    @Option(
            names = "--alpha",
            paramLabel = "P",
            description = "significance level, the false-positive rate (default: ${DEFAULT-VALUE})")
    private double alpha = 0.05;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Option(names = "-o", paramLabel = "FILE", description = "file to write instead of standard output")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, EnvironmentException {
        boolean sets = !before.isEmpty() && !after.isEmpty() && runs.isEmpty();
        boolean pair = before.isEmpty() && after.isEmpty() && runs.size() == 2;
        if (!sets && !pair) {
            throw usage("expected two runs, or --before RUN... --after RUN...");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw usage("--alpha: expected a number above 0 and below 1, found " + alpha);
        }
        for (Path run : Stream.of(runs, before, after).flatMap(List::stream).toList()) {
            OutputFile.keepOutOf(
                    tracesOf(run), output, Objects.requireNonNull(spec).commandLine());
        }
        if (pair) {
            MigrationDiff diff = compared(runs.get(0), runs.get(1));
            print(format == Format.TEXT ? DiffText.of(diff) : DiffJson.of(diff));
            return diff.divergences().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
        }
        SetDiff diff = SetComparison.of(reports(before), reports(after), alpha);
        print(format == Format.TEXT ? DiffText.of(diff) : DiffJson.of(diff));
        return diff.isSlower() ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private static MigrationDiff compared(Path first, Path second) throws EventSourceException {
        try (TraceAnalysis one = open(first);
                TraceAnalysis other = open(second)) {
            return Comparison.of(first.toString(), one.inputs(), second.toString(), other.inputs());
        }
    }

    private static List<Report> reports(List<Path> runs) throws EventSourceException {
        List<Report> reports = new ArrayList<>();
        for (Path run : runs) {
            try (TraceAnalysis open = open(run)) {
                reports.add(open.report());
            }
        }
        return reports;
    }

    /// A trace, or all the traces in a folder that is none itself, in the order of their names.
    private static List<Path> tracesOf(Path run) throws EventSourceException {
        if (!Files.isDirectory(run) || run.toString().endsWith(".vfr")) {
            return List.of(run);
        }
        try (Stream<Path> inside = Files.list(run)) {
            List<Path> traces = inside.filter(
                            path -> path.getFileName().toString().endsWith(".vfr") && Files.isDirectory(path))
                    .sorted()
                    .toList();
            return traces.isEmpty() ? List.of(run) : traces;
        } catch (IOException e) {
            throw new EventSourceException(run + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static TraceAnalysis open(Path run) throws EventSourceException {
        return TraceAnalysis.open(tracesOf(run));
    }

    private void print(String text) throws EnvironmentException, EventSourceException {
        if (output == null) {
            Objects.requireNonNull(spec).commandLine().getOut().print(text);
        } else {
            OutputFile.<EventSourceException>write(output, out -> out.write(text.getBytes(UTF_8)));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
