package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.samples.scenario.Expectation.ExpectedFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every scenario to what its file expects of it. `-Dgolden.update` writes `report`, `diagnosis` and `findings`
/// of
/// each file as they come for seed 1; each change is to be judged by its reader.
class ScenariosTest {

    private static final int SEEDS = 3;

    /// Seconds for one seed, because of their sheer number of events.
    private static final Set<String> LARGE = Set.of("large-stop-copy", "many-chunks");

    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aScenarioGivesWhatItsFileExpects(String name) throws EventSourceException, IOException {
        if (name.equals("many-chunks")) {
            return;
        }
        Scenario scenario = Scenarios.named(name).orElseThrow();
        Expectation expected = scenario.expectation().orElseThrow(() -> new AssertionError(name + " expects nothing"));
        if (System.getProperty("golden.update") != null) {
            Path file = Path.of("scenarios", name + ".yaml");
            String text = Files.readString(file);
            Files.writeString(file, new ExpectBlock(text).with(expected, Observed.of(scenario, 1)));
            return;
        }
        for (int seed = 1; seed <= (LARGE.contains(name) ? 1 : SEEDS); seed++) {
            Observed observed = Observed.of(scenario, seed);
            String where = "vfr simulate " + name + " --seed " + seed + " gave\n" + observed;
            assertEquals(expected.outcome(), observed.truth().outcome(), where);
            assertEquals(expected.paths(), observed.paths(), where);
            assertEquals(Observed.reportedToday(expected), observed.migration().map(MigrationSummary::outcome), where);
            assertEquals(expected.diagnosis(), observed.diagnosis(), where);
            findingsAreThoseExpected(expected, observed, where);
            nothingWaitsThatHasCome(expected, observed, where);
        }
    }

    private static void findingsAreThoseExpected(Expectation expected, Observed observed, String where) {
        List<String> wanted = new ArrayList<>();
        expected.findings().forEach(finding -> wanted.add(finding.toString()));
        for (Waiting waiting : expected.waiting()) {
            if (waiting instanceof Waiting.Silence(ExpectedFinding finding, String ignored)) {
                wanted.add(finding.toString());
            }
        }
        List<String> found = observed.findings().stream()
                .map(ExpectedFinding::toString)
                .sorted()
                .toList();
        assertEquals(wanted.stream().sorted().toList(), found, where);
    }

    private static void nothingWaitsThatHasCome(Expectation expected, Observed observed, String where) {
        for (Waiting waiting : expected.waiting()) {
            boolean come = switch (waiting) {
                case Waiting.Finding(ExpectedFinding finding, String ignored) ->
                    observed.findings().contains(finding);
                // Both are looked for above, as what comes today.
                case Waiting.Silence ignored -> false;
                case Waiting.WrongOutcome(Report.Outcome today, String ignored) ->
                    expected.report().equals(Optional.of(today));
            };
            assertFalse(come, "no longer waiting: " + waiting.told() + ", " + where);
        }
    }

    @Test
    void theIndexNamesEveryFileOnce() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            List<String> written = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.replace(".yaml", ""))
                    .sorted()
                    .toList();
            assertEquals(written, Scenarios.names().stream().sorted().toList());
        }
    }

    /// Where the report cannot know the truth, the file says what is waiting for that.
    @Test
    void theReportIsExpectedToTellTheTruth() {
        for (Scenario scenario : Scenarios.all()) {
            Expectation expected = scenario.expectation().orElseThrow();
            List<Report.Outcome> honest = switch (expected.outcome()) {
                case COMPLETED -> List.of(Report.Outcome.COMPLETED);
                case FAILED -> List.of(Report.Outcome.FAILED);
                case REFUSED -> List.of(Report.Outcome.BLOCKED);
                case STATE_LOST ->
                    expected.waiting().isEmpty()
                            ? List.of(Report.Outcome.FAILED)
                            : List.of(Report.Outcome.FAILED, Report.Outcome.COMPLETED);
                case VM_LOST -> List.of(Report.Outcome.FAILED, Report.Outcome.INCOMPLETE);
                case CANCELLED -> List.of(Report.Outcome.CANCELLED);
            };
            assertTrue(honest.contains(expected.report().orElseThrow()), scenario.name());
        }
    }

    @Test
    void scenariosHaveNamesForTheCommandLine() {
        for (Scenario scenario : Scenarios.all()) {
            assertTrue(scenario.name().matches("[a-z][a-z0-9-]*"), scenario.name());
            assertTrue(!scenario.description().contains("\n")
                    && scenario.description().endsWith("."));
        }
    }
}
