package dev.vfr.samples.command;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.TraceName;
import dev.vfr.recorder.cli.VfrCommand;
import dev.vfr.recorder.report.ReportText;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `vfr demo`: from nothing to a replayed migration in one command.
@Command(name = "demo", description = "Simulates a migration, records both sides, reports on it and opens the viewer.")
public final class DemoCommand implements VfrCommand, Callable<Integer> {

    private static final String SCENARIO = "precopy-completes";
    private static final String STEM = "demo";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of clocks, names and durations (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TRACE",
            description = "new trace (default: a fresh name in the current folder)")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws EventSourceException, IOException {
        CommandLine mine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = mine.getOut();
        Scenario scenario = Scenarios.named(SCENARIO).orElseThrow();
        RecordedScenario recorded = RecordedScenario.of(scenario, seed, output, STEM);
        recorded.recordAsExpected();
        String trace = recorded.trace().toString();
        out.println("Recorded the scenario " + SCENARIO + " into " + trace);
        out.println();
        try (TraceReader reader = TraceReader.open(recorded.trace())) {
            out.print(ReportText.of(
                    Analysis.of(List.of(new TraceInput(TraceName.stemOf(recorded.trace()), reader))), false, false));
        }
        out.println();
        return view(Objects.requireNonNull(mine.getParent()).getSubcommands(), trace, out);
    }

    private static int view(Map<String, CommandLine> commands, String trace, PrintWriter out) {
        CommandLine viewer = commands.get("ui");
        if (viewer == null) {
            return ExitStatus.OK;
        }
        if (hasDisplay(System.getenv())) {
            out.flush();
            return viewer.execute(trace);
        }
        out.println("No display to open the window on. Draw it into a file with: vfr ui " + trace
                + " --screenshot demo.png --size 1600x1000");
        return ExitStatus.OK;
    }

    /// Whether a window can be opened, by the variables that X and Wayland use.
    static boolean hasDisplay(Map<String, String> environment) {
        return !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
