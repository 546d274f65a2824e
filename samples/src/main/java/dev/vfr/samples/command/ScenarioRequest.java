package dev.vfr.samples.command;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.DataFolder;
import dev.vfr.samples.data.Nearest;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.scenario.AnyScenario;
import dev.vfr.samples.scenario.Outcome;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Scenarios;
import dev.vfr.samples.scenario.Setting;
import dev.vfr.samples.vmm.NeverEndsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The scenario that a command line asks for: one of ours by its name, or a user's own file.
///
/// It is apart from the command because every start of `vfr` reads the types of a command's methods.
final class ScenarioRequest {

    private final CommandLine command;
    private final String name;
    private final boolean ours;

    /// @throws ParameterException where there is no such scenario
    ScenarioRequest(CommandLine command, String name) {
        this.command = command;
        this.name = name;
        this.ours = Scenarios.names().contains(name);
        if (!ours && !isAny() && !isFile(name)) {
            String meant = Nearest.to(name, Scenarios.names()).stream()
                    .findFirst()
                    .map(alike -> ", did you mean '" + alike + "'?")
                    .orElse("");
            throw usage("no scenario '" + name + "'" + meant
                    + "; vfr simulate --list names them, and a file of your own ends in .yaml");
        }
    }

    /// What happens is drawn by the seed.
    private boolean isAny() {
        return name.equals(AnyScenario.NAME);
    }

    private static boolean isFile(String name) {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /// The text of its file.
    String text(long seed) throws IOException {
        if (isAny()) {
            return AnyScenario.text(seed);
        }
        return ours ? Scenarios.text(name) : DataFolder.text(Path.of(name));
    }

    /// Simulates it and writes the trace.
    ///
    /// @param settings each `KEY=VALUE`
    /// @param output a directory that does not exist yet; null for a fresh name
    /// @param stream the file that gets the migration stream; null if it is not wanted
    /// @return the trace
    /// @throws ParameterException where a setting does not fit, or the migration never ends
    /// @throws DataException where the file is no scenario
    /// @throws EventSourceException where the trace cannot be written
    Path record(List<String> settings, long seed, @Nullable Path output, @Nullable Path stream)
            throws IOException, EventSourceException {
        Node data = data(seed);
        String stem = name.replaceFirst("^.*/", "").replaceFirst("\\.ya?ml$", "");
        Scenario asWritten = Scenarios.of(stem, data);
        Scenario scenario = settings.isEmpty() ? asWritten : changed(stem, data, settings);
        RecordedScenario recorded =
                RecordedScenario.of(scenario, seed, output, stem).withStream(stream);
        if (ours && settings.isEmpty()) {
            recorded.recordAsExpected();
        } else {
            tellOther(scenario, recordChanged(recorded));
        }
        return recorded.trace();
    }

    private Outcome recordChanged(RecordedScenario recorded) throws IOException, EventSourceException {
        try {
            return recorded.record();
        } catch (NeverEndsException e) {
            throw usage(e.getMessage() + "; " + recorded.trace() + " holds it up to there");
        }
    }

    private Node data(long seed) throws IOException {
        if (isAny()) {
            return AnyScenario.data(seed);
        }
        return ours ? Scenarios.data(name) : DataFolder.read(Path.of(name));
    }

    /// Whatever does not fit now comes from the settings: without them the scenario was one.
    private Scenario changed(String stem, Node data, List<String> texts) {
        try {
            List<Setting> settings = new ArrayList<>();
            for (String text : texts) {
                settings.add(Setting.parse(text));
            }
            return Scenarios.of(stem, data, settings);
        } catch (DataException e) {
            throw usage(Objects.requireNonNull(e.getMessage()));
        }
    }

    /// Says so if a user's own scenario did not end as its author expected; that is no failure of ours.
    private void tellOther(Scenario scenario, Outcome outcome) {
        scenario.expectation()
                .filter(expected -> expected.outcome() != outcome)
                .ifPresent(expected -> command.getErr()
                        .println("vfr: " + scenario.name() + " ended " + outcome + ", not " + expected.outcome()
                                + " as its file expects"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(command, message);
    }
}
