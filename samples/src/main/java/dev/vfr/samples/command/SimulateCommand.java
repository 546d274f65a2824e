package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.VfrCommand;
import dev.vfr.samples.scenario.Scenarios;
import dev.vfr.samples.scenario.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

/// `vfr simulate`.
@Command(
        name = "simulate",
        description = "Records a simulated migration, source and destination in one trace.",
        footer = "Equal scenarios, settings and seeds give equal events. A failure that belongs to the scenario is no"
                + " failure of the command.")
public final class SimulateCommand implements VfrCommand, Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            completionCandidates = ScenarioNames.class,
            description = "What is to happen: a name, see --list, or a file of your own, such as ./mine.yaml, or"
                    + " 'any', which draws a scenario by the seed.")
    private @Nullable String scenarioName;

    @Option(names = "--list", description = "Print the scenarios, one a line, name first.")
    private boolean list;

    @Option(
            names = "--waiting",
            description = "With --list: print what the report ought to say about the scenarios and cannot say yet.")
    private boolean waiting;

    @Option(names = "--explain", description = "Print the scenario's file: what goes wrong, and what must come of it.")
    private boolean explain;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Varies clocks, names and durations (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            completionCandidates = SettingNames.class,
            description = "Change one value of the scenario: one of ${COMPLETION-CANDIDATES}, or the keys of its file"
                    + " that lead there, as in devices.0.source.profile=qat. May be given again.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TRACE",
            description = "The new trace (default: a fresh name in the current folder).")
    private @Nullable Path output;

    @Option(
            names = "--stream",
            paramLabel = "FILE",
            description = "Write the migration stream as it arrives at the destination, as a migration to a file would,"
                    + " with all of the guest's memory in it. vfr import reads it.")
    private @Nullable Path stream;

    @Spec
    private @Nullable CommandSpec spec;

    /// The words that the shell can complete.
    static final class ScenarioNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenarios.names().iterator();
        }
    }

    /// The short names of what can be set.
    static final class SettingNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Setting.shortNames().iterator();
        }
    }

    @Override
    public Integer call() throws EventSourceException, IOException {
        CommandLine mine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = mine.getOut();
        if (list) {
            new ScenarioList(Scenarios.all()).print(out, waiting);
            return ExitStatus.OK;
        }
        if (scenarioName == null) {
            throw new ParameterException(mine, "which scenario? vfr simulate --list names them");
        }
        ScenarioRequest request = new ScenarioRequest(mine, scenarioName);
        if (explain) {
            out.print(request.text(seed));
        } else {
            out.println(request.record(set, seed, output, stream));
        }
        return ExitStatus.OK;
    }
}
