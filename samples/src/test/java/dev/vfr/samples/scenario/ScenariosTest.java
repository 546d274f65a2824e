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

/// Holds every scenario to what its file expects of it.
class ScenariosTest {

    private static final int SEEDS = 3;

    /// Seconds for one seed, because of their sheer number of events.
    private static final Set<String> LARGE = Set.of("large-stop-copy", "many-chunks");

    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aScenarioGivesWhatItsFileExpects(String name) throws EventSourceException {
        if (name.equals("many-chunks")) {
            return;
        }
        Scenario scenario = Scenarios.named(name).orElseThrow();
        Expectation expected = scenario.expectation().orElseThrow(() -> new AssertionError(name + " expects nothing"));
        for (int seed = 1; seed <= (LARGE.contains(name) ? 1 : SEEDS); seed++) {
            Observed observed = Observed.of(scenario, seed);
            String where = "vfr simulate " + name + " --seed " + seed + " gave\n" + observed;
            assertEquals(expected.outcome(), observed.truth().outcome(), where);
            assertEquals(expected.paths(), observed.paths(), where);
            assertEquals(Observed.reportedToday(expected), observed.migration().map(MigrationSummary::outcome), where);
            String verdict = observed.migration().map(MigrationSummary::verdict).orElse("");
            expected.verdict().forEach(phrase -> assertTrue(verdict.contains(phrase), phrase + ": " + where));
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
        String verdict = observed.migration().map(MigrationSummary::verdict).orElse("");
        for (Waiting waiting : expected.waiting()) {
            boolean come = switch (waiting) {
                case Waiting.Finding(ExpectedFinding finding, String ignored) ->
                    observed.findings().contains(finding);
                case Waiting.Verdict(String contains, String ignored) -> verdict.contains(contains);
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
                case FAILED, REFUSED -> List.of(Report.Outcome.FAILED);
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
            Expectation expected = scenario.expectation().orElseThrow();
            boolean verdictIsNone = expected.waiting().stream().anyMatch(Waiting.WrongOutcome.class::isInstance);
            assertTrue(verdictIsNone || !expected.verdict().isEmpty(), scenario.name());
            assertTrue(scenario.name().matches("[a-z][a-z0-9-]*"), scenario.name());
            assertTrue(!scenario.description().contains("\n")
                    && scenario.description().endsWith("."));
        }
    }
}
