package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.VfrCommand;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Scenarios;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr simulate`.
@Command(
        name = "simulate",
        description = "Records a simulated migration, source and destination in one trace.",
        footer = "Equal scenarios and seeds give equal events. A failure that belongs to the scenario is no failure"
                + " of the command.")
public final class SimulateCommand implements VfrCommand, Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            completionCandidates = ScenarioNames.class,
            description = "What is to happen; --list names the scenarios.")
    private @Nullable String scenarioName;

    @Option(names = "--list", description = "Print the scenarios, one a line, name first.")
    private boolean list;

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

    /// The words that the shell can complete.
    static final class ScenarioNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenarios.names().iterator();
        }
    }

    @Override
    public Integer call() throws EventSourceException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (list) {
            printList(out);
            return ExitStatus.OK;
        }
        Scenario scenario = scenario();
        RecordedScenario recorded = RecordedScenario.of(scenario, seed, output, scenario.name());
        recorded.record();
        out.println(recorded.trace());
        return ExitStatus.OK;
    }

    private static void printList(PrintWriter out) {
        int width = Scenarios.all().stream()
                .mapToInt(scenario -> scenario.name().length())
                .max()
                .orElse(0);
        for (Scenario scenario : Scenarios.all()) {
            out.println(scenario.name() + " ".repeat(width - scenario.name().length() + 2) + scenario.description());
        }
    }

    private Scenario scenario() {
        if (scenarioName == null) {
            throw usage("which scenario? vfr simulate --list names them");
        }
        return Scenarios.named(scenarioName)
                .orElseThrow(() -> usage("no scenario '" + scenarioName + "'; vfr simulate --list names them"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
