package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The facts of the verdict on each real capture are those that stand in `verdicts.json`.
///
/// `-Dgolden.update` writes down what is observed. Read the difference against the README beside each capture: what is
/// observed there need not be right.
final class VerdictsOfCapturesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/captures/verdicts.json");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static ObjectNode verdicts() {
        return (ObjectNode) MAPPER.readTree(GOLDEN.toFile());
    }

    static Stream<String> captures() {
        return verdicts().propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theVerdictIsWhatTheCaptureIsKnownFor(String capture) throws Exception {
        ObjectNode golden = verdicts();
        List<String> traces = golden.get(capture)
                .get("traces")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        Report report = report(capture, traces);
        ObjectNode observed = facts(report, traces);
        if (System.getProperty("golden.update") != null) {
            golden.set(capture, observed);
            Files.writeString(GOLDEN, pretty(golden) + "\n");
        }
        assertEquals(pretty(verdicts().get(capture)), pretty(observed), capture);
        for (MigrationSummary migration : report.migrations()) {
            assertEquals(observed.get("outcome").asString(), migration.outcome().word(), "one as the other");
        }
        boolean clean = report.migrations().stream()
                .allMatch(migration -> migration.diagnosis().isEmpty());
        if (clean) {
            assertTrue(
                    report.findings().stream().allMatch(finding -> finding.severity() == Finding.Severity.INFO),
                    () -> capture + ": " + report.findings());
        }
    }

    private static Report report(String capture, List<String> sides) throws Exception {
        List<TraceInput> traces = new ArrayList<>();
        for (String side : sides) {
            InMemoryEvents events = new InMemoryEvents();
            TraceImport.run(Captures.files(capture, side), events, ImportProgress.NONE);
            traces.add(new TraceInput(side, events));
        }
        return Analysis.of(traces);
    }

    /// Of several migrations the facts of the last.
    private static ObjectNode facts(Report report, List<String> traces) {
        Optional<MigrationSummary> migration = report.migrations().stream().reduce((_, later) -> later);
        Optional<Diagnosis> diagnosis = migration.flatMap(MigrationSummary::diagnosis);
        Optional<Diagnosis.Failed> failed = diagnosis.map(Diagnosis::failed);
        ObjectNode facts = MAPPER.createObjectNode();
        facts.set("traces", array(traces));
        facts.put("outcome", migration.map(each -> each.outcome().word()).orElse(null));
        facts.put("kind", migration.map(each -> each.kind().word()).orElse(null));
        facts.put("side", diagnosis.map(each -> each.at().word()).orElse(null));
        facts.put(
                "responsible", diagnosis.map(each -> each.responsible().word()).orElse(null));
        facts.put("cause", diagnosis.flatMap(Diagnosis::cause).orElse(null));
        facts.put("call", failed.flatMap(Diagnosis.Failed::call).orElse(null));
        facts.put("from", failed.flatMap(Diagnosis.Failed::from).map(Enum::name).orElse(null));
        facts.put("errno", failed.flatMap(Diagnosis.Failed::errno).orElse(null));
        facts.put("stateLost", failed.map(Diagnosis.Failed::stateLost).orElse(false));
        facts.set(
                "contradictedBy",
                array(listed(
                        diagnosis,
                        Diagnosis::contradictedBy,
                        each -> each.side().map(Report.Side::word).orElse("unknown"))));
        facts.set(
                "undecided",
                array(listed(
                        diagnosis,
                        Diagnosis::undecided,
                        each -> each.responsible().word())));
        facts.set(
                "errors",
                array(report.findings().stream()
                        .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                        .map(Finding::rule)
                        .sorted()
                        .toList()));
        return facts;
    }

    private static <T> List<String> listed(
            Optional<Diagnosis> diagnosis, Function<Diagnosis, List<T>> of, Function<T, String> word) {
        return diagnosis.stream().map(of).flatMap(List::stream).map(word).toList();
    }

    private static ArrayNode array(Collection<String> words) {
        ArrayNode array = MAPPER.createArrayNode();
        words.forEach(array::add);
        return array;
    }

    private static String pretty(JsonNode node) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }
}
