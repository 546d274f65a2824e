package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.VfrCommand;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import dev.vfr.samples.data.Nearest;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.scenario.Outcome;
import dev.vfr.samples.scenario.Scenario;
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
            description = "What is to happen: a name, see --list, or a file of your own, such as ./mine.yaml.")
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
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (list) {
            new ScenarioList(Scenarios.all()).print(out, waiting);
            return ExitStatus.OK;
        }
        if (scenarioName == null) {
            throw usage("which scenario? vfr simulate --list names them");
        }
        boolean ours = Scenarios.names().contains(scenarioName);
        if (!ours && !isFile(scenarioName)) {
            throw usage("no scenario '" + scenarioName + "'"
                    + Nearest.to(scenarioName, Scenarios.names()).stream()
                            .findFirst()
                            .map(name -> ", did you mean '" + name + "'?")
                            .orElse("")
                    + "; vfr simulate --list names them, and a file of your own ends in .yaml");
        }
        if (explain) {
            out.print(ours ? Scenarios.text(scenarioName) : DataFolder.text(Path.of(scenarioName)));
            return ExitStatus.OK;
        }
        Node data = ours ? Scenarios.data(scenarioName) : DataFolder.read(Path.of(scenarioName));
        record(ours, Scenarios.of(stem(scenarioName), data), data);
        return ExitStatus.OK;
    }

    private static boolean isFile(String name) {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /// The name that a scenario in `file` gets.
    private static String stem(String file) {
        return file.replaceFirst("^.*/", "").replaceFirst("\\.ya?ml$", "");
    }

    private void record(boolean ours, Scenario asWritten, Node data) throws EventSourceException {
        Scenario scenario = set.isEmpty() ? asWritten : changed(asWritten.name(), data);
        RecordedScenario recorded = RecordedScenario.of(scenario, seed, output, scenario.name());
        if (ours && set.isEmpty()) {
            recorded.recordAsExpected();
        } else {
            tellOther(scenario, recorded.record());
        }
        CommandSpec mine = Objects.requireNonNull(spec);
        mine.commandLine().getOut().println(recorded.trace());
    }

    /// Whatever does not fit now comes from the settings: without them the scenario was one.
    private Scenario changed(String name, Node data) {
        try {
            List<Setting> settings = new ArrayList<>();
            for (String text : set) {
                settings.add(Setting.parse(text));
            }
            return Scenarios.of(name, data, settings);
        } catch (DataException e) {
            throw usage(Objects.requireNonNull(e.getMessage()));
        }
    }

    /// Says so where somebody's own scenario did not end as its author expected; that is no failure of ours.
    private void tellOther(Scenario scenario, Outcome outcome) {
        scenario.expectation().filter(expected -> expected.outcome() != outcome).ifPresent(expected -> {
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            err.println("vfr: " + scenario.name() + " ended " + outcome + ", not " + expected.outcome()
                    + " as its file expects");
        });
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
