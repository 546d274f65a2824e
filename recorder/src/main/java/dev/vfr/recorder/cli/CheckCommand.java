package dev.vfr.recorder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.check.Budget;
import dev.vfr.recorder.check.CheckJunit;
import dev.vfr.recorder.check.CheckResult;
import dev.vfr.recorder.check.CheckSarif;
import dev.vfr.recorder.check.CheckText;
import dev.vfr.recorder.check.Judge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `vfr check`.
@Command(
        name = "check",
        description = "Judges a migration for continuous integration: findings, and budgets for its figures.",
        footer = {
            "",
            "Several traces are taken together, such as those of source and destination. Budgets:",
            "",
            "  downtime=300ms     each migration's downtime: the source device stops, the destination's runs",
            "  vmm-downtime=300ms the downtime that the VMM reports",
            "  stop-copy=200ms    from the SET of STOP_COPY to the last byte read, of the slowest device",
            "  stop-copy=20MiB    what the devices at the source streamed in STOP_COPY, over all traces",
            "  bytes=80MiB        what they streamed in pre-copy and STOP_COPY together",
            "  findings=0         how many findings of severity warning or error there may be",
            "  findings=warning   no finding of this severity or worse: error, warning or info",
            "",
            "Times: ns, us, ms, s, min. Sizes: B, KB, MB, GB, TB (1000) and KiB, MiB, GiB, TiB (1024).",
            "A figure is within a budget only where the traces prove it. One that they do not prove, such as the",
            "downtime where the destination never ran, or bounds on both sides of the limit, counts as exceeded,"
                    + " unless",
            "--allow-unknown is given. So does a trace that is damaged or was not closed.",
            "",
            "Traces that show no migration with its end fail too: there is nothing to judge.",
            "",
            "Exit status 0: passed; 1: a finding of severity error, a budget exceeded, an incomplete trace, or nothing",
            "to judge; 2: wrong usage; 3: nothing of a trace can be read."
        })
final class CheckCommand implements Callable<Integer> {

    /// How it is printed.
    enum Format {
        TEXT,
        JUNIT,
        SARIF;

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
            description = "The traces, folders NAME.vfr; folders of traces; bundles.")
    private List<Path> traces = new ArrayList<>();

    @Option(
            names = "--budget",
            paramLabel = "NAME=VALUE",
            converter = BudgetConverter.class,
            completionCandidates = BudgetNames.class,
            description = "The most that a figure may be; may be given several times. See below.")
    private List<Budget> budgets = new ArrayList<>();

    @Option(
            names = "--allow-unknown",
            description = "Let figures pass that the traces do not prove, and traces that are not complete.")
    private boolean allowUnknown;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private Format format = Format.TEXT;

    @Option(names = "-o", paramLabel = "FILE", description = "Write to FILE instead of standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, EnvironmentException {
        OutputFile.keepOutOf(traces, output, Objects.requireNonNull(spec).commandLine());
        try (GivenTraces given =
                        GivenTraces.of(traces, Objects.requireNonNull(spec).commandLine());
                TraceAnalysis analysis = TraceAnalysis.open(given.paths())) {
            Report report = analysis.report();
            CheckResult check = new CheckResult(report, Judge.of(report, budgets), allowUnknown);
            int status = check.isPassed() ? ExitStatus.OK : ExitStatus.FINDINGS;
            String text = switch (format) {
                case TEXT -> CheckText.of(check);
                case JUNIT -> CheckJunit.of(check);
                case SARIF -> CheckSarif.of(check, analysis.paths(), status);
            };
            if (output == null) {
                Objects.requireNonNull(spec).commandLine().getOut().print(text);
            } else {
                OutputFile.<EventSourceException>write(output, out -> out.write(text.getBytes(UTF_8)));
            }
            return status;
        }
    }

    /// Reads a budget, and says what was expected where it is none.
    static final class BudgetConverter implements ITypeConverter<Budget> {
        @Override
        public Budget convert(String value) {
            try {
                return Budget.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /// What the shell completes.
    static final class BudgetNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        BudgetNames() {
            super(List.of("downtime=", "vmm-downtime=", "stop-copy=", "bytes=", "findings="));
        }
    }
}
