package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Blame;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The verdict on each real capture is the one that whoever made it wrote down beside it, in `verdicts.json`.
final class VerdictsOfCapturesTest {

    private static JsonNode verdicts() {
        return JsonMapper.shared()
                .readTree(Captures.FOLDER.resolve("verdicts.json").toFile());
    }

    static Stream<String> captures() {
        return verdicts().propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theVerdictIsWhatTheCaptureIsKnownFor(String capture) throws Exception {
        JsonNode expected = verdicts().get(capture);
        List<TraceInput> traces = new ArrayList<>();
        for (String side : words(expected.get("traces"))) {
            InMemoryEvents events = new InMemoryEvents();
            TraceImport.run(Captures.files(capture, side), events, ImportProgress.NONE);
            traces.add(new TraceInput(side, events));
        }
        Report report = Analysis.of(traces);
        if (expected.get("outcome").isNull()) {
            String why = report.withoutMigration().orElseThrow();
            words(expected.get("verdict")).forEach(phrase -> assertTrue(why.contains(phrase), why));
        } else {
            assertFalse(report.migrations().isEmpty(), capture);
        }
        for (MigrationSummary migration : report.migrations()) {
            assertEquals(expected.get("outcome").asString(), migration.outcome().word(), capture);
            for (String phrase : words(expected.get("verdict"))) {
                assertTrue(migration.verdict().contains(phrase), phrase + ": " + migration.verdict());
            }
            Optional<Blame> blame = migration.blame();
            assertEquals(word(expected, "rule"), blame.flatMap(Blame::rule), capture);
            assertEquals(word(expected, "mover"), blame.map(Blame::mover).map(Mover::word), capture);
            assertEquals(word(expected, "side"), blame.flatMap(Blame::side).map(Report.Side::word), capture);
        }
        assertEquals(
                words(expected.get("errors")).stream().sorted().toList(),
                report.findings().stream()
                        .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                        .map(Finding::rule)
                        .sorted()
                        .toList(),
                capture);
        if (expected.get("errors").isEmpty() && expected.get("rule").isNull()) {
            assertTrue(
                    report.findings().stream().noneMatch(finding -> finding.severity() == Finding.Severity.WARNING),
                    () -> capture + ": " + report.findings());
        }
    }

    private static List<String> words(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static Optional<String> word(JsonNode expected, String name) {
        return Optional.ofNullable(expected.get(name))
                .filter(node -> !node.isNull())
                .map(JsonNode::asString);
    }
}
