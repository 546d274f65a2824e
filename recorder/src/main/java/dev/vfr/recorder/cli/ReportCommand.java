package dev.vfr.recorder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.report.ReportJson;
import dev.vfr.recorder.report.ReportText;
import dev.vfr.recorder.report.html.HtmlReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr report`.
@Command(
        name = "report",
        description = "Reports what happened in a migration, who is responsible and where the downtime went.",
        footer = {
            "",
            "Several traces are joined, such as those of source and destination. A bundle, such as a sosreport, stands",
            "for the traces that 'vfr import' would make of it.",
            "html is one self-contained file for a browser or a bug report.",
            "Exit status 1 if there is a finding of severity error: the migration failed, state was lost, or the",
            "protocol was broken."
        })
final class ReportCommand implements Callable<Integer> {

    /// How it is printed.
    enum Format {
        TEXT,
        JSON,
        HTML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "TRACE",
            arity = "1..*",
            description = "traces, folders NAME.vfr; folders of traces; bundles")
    private List<Path> traces = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Option(names = "--explain", description = "also print the meaning and the clause of each finding (text only)")
    private boolean explained;

    @Option(names = "-o", paramLabel = "FILE", description = "file to write instead of standard output")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, EnvironmentException {
        OutputFile.keepOutOf(traces, output, Objects.requireNonNull(spec).commandLine());
        Report report;
        String text;
        try (GivenTraces given =
                        GivenTraces.of(traces, Objects.requireNonNull(spec).commandLine());
                TraceAnalysis analysis = TraceAnalysis.open(given.paths())) {
            report = analysis.report();
            text = switch (format) {
                case TEXT -> ReportText.of(report, output == null && isColourWanted(), explained);
                case JSON -> ReportJson.toJson(report);
                case HTML -> HtmlReport.of(report, analysis.inputs());
            };
        }
        if (output == null) {
            Objects.requireNonNull(spec).commandLine().getOut().print(text);
        } else {
            OutputFile.<EventSourceException>write(output, out -> out.write(text.getBytes(UTF_8)));
        }
        boolean error = report.findings().stream().anyMatch(found -> found.severity() == Finding.Severity.ERROR);
        return error ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private static boolean isColourWanted() {
        return Boolean.getBoolean("vfr.stdout.terminal") && System.getenv("NO_COLOR") == null;
    }
}
