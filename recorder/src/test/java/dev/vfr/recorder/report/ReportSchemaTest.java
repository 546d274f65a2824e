package dev.vfr.recorder.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.StreamComparison;
import dev.vfr.model.report.WhatIf;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.testing.ReportSchema;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The schema of the report is strict and complete. That reports fit it is tested with the captures, the field reports
/// and the scenarios of `samples`.
class ReportSchemaTest {

    /// The one object whose fields are named by the rules.
    private static final String FACTS = "/$defs/finding/properties/facts";

    @SuppressWarnings("NullAway.Init")
    private static JsonNode schema;

    @BeforeAll
    static void read() throws Exception {
        try (InputStream in = ReportJson.class.getResourceAsStream("report-schema.json")) {
            schema = JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void theVocabulariesAreThoseOfTheModel() {
        Map<String, List<String>> expected = new TreeMap<>();
        expected.put("kind", words(Report.Kind.values(), Report.Kind::word));
        expected.put("outcome", words(Report.Outcome.values(), Report.Outcome::word));
        expected.put("severity", words(Finding.Severity.values(), Finding.Severity::word));
        expected.put("side", words(Report.Side.values(), Report.Side::word));
        expected.put("at", words(Diagnosis.At.values(), Diagnosis.At::word));
        expected.put("responsible", words(Responsible.values(), Responsible::word));
        expected.put("role", words(Report.Role.values(), Report.Role::word));
        expected.put("pathCause", words(Report.Cause.values(), Report.Cause::word));
        expected.put("deviceState", words(DeviceState.values(), DeviceState::name));
        expected.put("clockBasis", words(Report.ClockBasis.values(), Report.ClockBasis::word));
        expected.put("dirtyTracking", words(Report.DirtyTracking.values(), Report.DirtyTracking::word));
        expected.put("captureSource", words(CaptureSource.values(), CaptureSource::label));
        expected.put("owner", words(DowntimeAnatomy.Owner.values(), DowntimeAnatomy.Owner::word));
        expected.put("streamResult", words(StreamComparison.Result.values(), StreamComparison.Result::word));
        expected.put("trend", words(Convergence.Trend.values(), Convergence.Trend::word));
        expected.put("condition", words(WhatIf.Condition.values(), WhatIf.Condition::word));
        expected.put("estimateSource", List.of("driver", "vmm"));
        Map<String, List<String>> found = new TreeMap<>();
        schema.get("$defs").properties().forEach(each -> {
            if (each.getValue().has("enum")) {
                found.put(
                        each.getKey(),
                        each.getValue()
                                .get("enum")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList());
            }
        });
        assertEquals(expected, found);
    }

    private static <T> List<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    @Test
    void everyObjectIsClosedAndEveryFieldIsDescribed() {
        List<String> wrong = new ArrayList<>();
        look("", schema, wrong);
        assertEquals(List.of(), wrong);
    }

    private static void look(String path, JsonNode node, List<String> wrong) {
        if (node.path("type").asString("").equals("object") && !path.equals(FACTS)) {
            if (node.path("additionalProperties").asBoolean(true)) {
                wrong.add(path + " is open");
            }
            node.path("properties").properties().forEach(field -> {
                if (field.getValue().path("description").asString("").isBlank()) {
                    wrong.add(path + '/' + field.getKey() + " is not described");
                }
            });
        }
        node.properties().forEach(each -> look(path + '/' + each.getKey(), each.getValue(), wrong));
    }

    @Test
    void aReportWithAllItsPartsFits() {
        assertEquals(List.of(), errorsAfter(report -> {}));
    }

    @Test
    void anAlteredReportIsRefused() {
        refused("a new field of the report", report -> report.put("gaps", 1));
        refused(
                "a new field of a migration",
                report -> first(report, "migrations").put("extra", true));
        refused("a new field deep inside", report -> ((ObjectNode) report.at("/migrations/0/whatIf")).put("extra", 1));
        refused("another schema", report -> report.put("schema", "vfr.report/2"));
        refused("no traces", report -> report.putArray("traces"));
        refused("a field that is missing", report -> first(report, "devices").remove("path"));
        refused("a word that is none", report -> first(report, "migrations").put("outcome", "perished"));
        refused("a number as text", report -> first(report, "traces").put("events", "7"));
        refused("a time below 0", report -> ((ObjectNode) report.at("/migrations/0/downtimePhases/0")).put("ns", -1));
        refused("a rule's name in capitals", report -> first(report, "findings").put("rule", "Bytes_Differ"));
        refused("a fact that is a list", report -> ((ObjectNode) report.at("/findings/0/facts")).putArray("readBytes"));
    }

    private static ObjectNode first(ObjectNode report, String list) {
        return (ObjectNode) report.get(list).get(0);
    }

    private static void refused(String what, Consumer<ObjectNode> alteration) {
        assertFalse(errorsAfter(alteration).isEmpty(), what);
        assertTrue(errorsAfter(alteration).size() <= 2, () -> what + ": " + errorsAfter(alteration));
    }

    private static List<String> errorsAfter(Consumer<ObjectNode> alteration) {
        ObjectNode report = ReportJson.tree(ReportPrintTest.REPORT);
        alteration.accept(report);
        return ReportSchema.errorsIn(report.toString());
    }
}
