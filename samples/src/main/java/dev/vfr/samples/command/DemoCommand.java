package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.VfrCommand;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Scenarios;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            description = "Varies clocks, names and durations (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TRACE",
            description = "The new trace (default: a fresh name in the current folder).")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws EventSourceException {
        CommandLine mine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = mine.getOut();
        Scenario scenario = Scenarios.named(SCENARIO).orElseThrow();
        RecordedScenario recorded = RecordedScenario.of(scenario, seed, output, STEM);
        recorded.record();
        String trace = recorded.trace().toString();
        out.println("Recorded the scenario " + SCENARIO + " into " + trace);
        out.println();
        Map<String, CommandLine> commands =
                Objects.requireNonNull(mine.getParent()).getSubcommands();
        int status = run(commands, "report", trace);
        out.println();
        return status == ExitStatus.OK ? view(commands, trace, out) : status;
    }

    /// Runs another command of vfr in this process, if this installation has it.
    private static int run(Map<String, CommandLine> commands, String name, String... args) {
        CommandLine command = commands.get(name);
        return command == null ? ExitStatus.OK : command.execute(args);
    }

    private static int view(Map<String, CommandLine> commands, String trace, PrintWriter out) {
        if (!commands.containsKey("ui")) {
            return ExitStatus.OK;
        }
        if (hasDisplay(System.getenv())) {
            out.flush();
            return run(commands, "ui", trace);
        }
        out.println("There is no display here to open the viewer on. Draw it with: vfr ui " + trace
                + " --screenshot demo.png --size 1600x1000");
        return ExitStatus.OK;
    }

    /// Whether a window can be opened, by the variables that X and Wayland use.
    static boolean hasDisplay(Map<String, String> environment) {
        return !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
