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
        description = "Simulates a migration and records source and destination in one trace.",
        footer = "Equal scenarios, settings and seeds give equal events. Exit status 0 if the scenario ran as intended,"
                + " also if its migration fails.")
public final class SimulateCommand implements VfrCommand, Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            completionCandidates = ScenarioNames.class,
            description = "name of a scenario (see --list), file with one, such as ./mine.yaml, or 'any' for one"
                    + " drawn by the seed")
    private @Nullable String scenarioName;

    @Option(names = "--list", description = "print the scenarios, one a line, name first")
    private boolean list;

    @Option(
            names = "--waiting",
            description = "with --list: print what the report should say about the scenarios and does not say yet")
    private boolean waiting;

    @Option(names = "--explain", description = "print the scenario's file: what goes wrong, and the expected report")
    private boolean explain;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of clocks, names and durations (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            completionCandidates = SettingNames.class,
            description = "value of the scenario to change: one of ${COMPLETION-CANDIDATES}, or the keys of its file"
                    + " down to it, as in devices.0.source.profile=qat; repeatable")
    private List<String> set = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TRACE",
            description = "new trace (default: a fresh name in the current folder)")
    private @Nullable Path output;

    @Option(
            names = "--stream",
            paramLabel = "FILE",
            description = "file for the migration stream as it arrives at the destination, guest memory included;"
                    + " vfr import reads it")
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
            throw new ParameterException(
                    mine, "expected the name or file of a scenario; vfr simulate --list names them");
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
