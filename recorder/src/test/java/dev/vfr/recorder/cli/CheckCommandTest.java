package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `vfr check` on real captures, its files read by others' readers and schemas.
///
/// Of `a-precopy-ok-2` the traces prove a downtime of 24.46 to 44.24 ms; in `m-fail-load` the destination never ran.
class CheckCommandTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private record Result(int status, String out, String err) {}

    @BeforeAll
    static void importCaptures() {
        for (String capture : List.of("a-precopy-ok-2", "m-fail-load", "i-multifd-transfer")) {
            for (String side : List.of("src", "dst")) {
                Result result = run(
                        "import", CAPTURES.resolve(capture).resolve(side + ".trace.log"), "-o", trace(capture, side));
                assertEquals(ExitStatus.OK, result.status, result.err);
            }
        }
    }

    private static Path trace(String capture, String side) {
        return folder.resolve(capture + "-" + side + ".vfr");
    }

    private static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(status, out.toString(), err.toString());
    }

    private static Result check(String capture, Object... options) {
        Stream<Object> traces = Stream.of("check", trace(capture, "src"), trace(capture, "dst"));
        return run(Stream.concat(traces, Stream.of(options)).toArray());
    }

    private static String line(Result result, String start) {
        return result.out
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("no line " + start + " in: " + result.out);
    }

    @Test
    void aDowntimeProvenToBeWithinTheBudgetPasses() {
        Result result = check("a-precopy-ok-2", "--budget", "downtime=45ms");
        assertEquals(ExitStatus.OK, result.status, result.out);
        assertEquals("ok    migration 1: downtime 24.5–44.2 ms, at most 45 ms: within", line(result, "ok"), result.out);
        assertTrue(result.out.endsWith("\npassed\n"), result.out);
    }

    @Test
    void aDowntimeProvenToBeOverTheBudgetFails() {
        Result result = check("a-precopy-ok-2", "--budget", "downtime=24ms");
        assertEquals(ExitStatus.FINDINGS, result.status, result.out);
        assertEquals("FAIL  migration 1: downtime 24.5–44.2 ms, at most 24 ms: exceeded", line(result, "FAIL"));
        assertEquals(
                ExitStatus.FINDINGS, check("a-precopy-ok-2", "--budget", "downtime=24ms", "--allow-unknown").status);
    }

    @Test
    void bothSidesOfTheBudgetAreNoPass() {
        Result result = check("a-precopy-ok-2", "--budget", "downtime=30ms");
        assertEquals(ExitStatus.FINDINGS, result.status, result.out);
        assertTrue(line(result, "FAIL").endsWith("cannot be judged"), result.out);
        Result allowed = check("a-precopy-ok-2", "--budget", "downtime=30ms", "--allow-unknown");
        assertEquals(ExitStatus.OK, allowed.status, allowed.out);
        assertTrue(line(allowed, "?").endsWith("cannot be judged"), allowed.out);
    }

    @Test
    void bytesAreCountedAtTheSource() {
        assertEquals(
                ExitStatus.OK, check("a-precopy-ok-2", "--budget", "bytes=60B", "--budget", "stop-copy=36B").status);
        assertEquals(ExitStatus.FINDINGS, check("a-precopy-ok-2", "--budget", "bytes=59B").status);
        assertEquals(ExitStatus.FINDINGS, check("a-precopy-ok-2", "--budget", "stop-copy=35B").status);
    }

    @Test
    void bytesThatNobodyKnowsAreNoPass() {
        Result result = check("i-multifd-transfer", "--budget", "bytes=1TiB");
        assertTrue(line(result, "FAIL  all").endsWith("at most 1 TiB: cannot be judged"), result.out);
    }

    @Test
    void aFailedMigrationFailsWithoutABudget() {
        Result result = check("m-fail-load");
        assertEquals(ExitStatus.FINDINGS, result.status);
        assertTrue(line(result, "FAIL  error: device-state-lost").contains("event 82 of m-fail-load-dst"), result.out);
        assertEquals(ExitStatus.FINDINGS, check("m-fail-load", "--budget", "findings=9").status);
    }

    @Test
    void anUnknownDowntimeIsNeverAPass() {
        Result result = check("m-fail-load", "--budget", "downtime=1min");
        assertTrue(line(result, "FAIL  migration 1").contains("downtime at least"), result.out);
    }

    @Test
    void theVmmsOwnDowntimeHasABudgetOfItsOwn() {
        Path trace = folder.resolve("vmm-downtime.vfr");
        Path capture = CAPTURES.resolve("m-slow-steps");
        assertEquals(
                ExitStatus.OK,
                run("import", capture.resolve("src.trace.log"), capture.resolve("src.qmp.jsonl"), "-o", trace).status);
        Result within = run("check", trace, "--budget", "vmm-downtime=1067ms");
        assertTrue(line(within, "ok    migration 1: vmm-downtime").endsWith(": within"), within.out);
        Result over = run("check", trace, "--budget", "vmm-downtime=1066ms");
        assertEquals(ExitStatus.FINDINGS, over.status);
        assertTrue(line(over, "FAIL  migration 1: vmm-downtime").endsWith(": exceeded"), over.out);
        Result unknown = run("check", trace("a-precopy-ok-2", "dst"), "--budget", "vmm-downtime=1min");
        assertTrue(line(unknown, "FAIL  migration 1: vmm-downtime").contains("unknown"), unknown.out);
    }

    @Test
    void tracesWithoutAMigrationThatCanBeJudgedAreNoPass() throws Exception {
        Path lines = Files.writeString(
                folder.resolve("marked.jsonl"), "{\"event\":\"marker-set\",\"seq\":0,\"text\":\"nothing else\"}\n");
        Path none = folder.resolve("none-judged.vfr");
        Result imported = run("import", lines, "-o", none);
        assertEquals(ExitStatus.OK, imported.status, imported.err);
        Path open = folder.resolve("open.vfr");
        assertEquals(
                ExitStatus.OK,
                run("import", CAPTURES.resolve("e-kill-src").resolve("src.trace.log"), "-o", open).status);
        for (Path trace : List.of(none, open)) {
            Result result = run("check", trace);
            assertEquals(ExitStatus.FINDINGS, result.status, result.out);
            assertTrue(line(result, "FAIL").startsWith("FAIL  error: nothing-to-judge"), result.out);
            assertTrue(run("check", trace, "--format", "junit").out.contains("nothing-to-judge"));
            assertTrue(run("check", trace, "--format", "sarif").out.contains("\"ruleId\" : \"nothing-to-judge\""));
            Result allowed = run("check", trace, "--allow-unknown");
            assertEquals(ExitStatus.OK, allowed.status, allowed.out);
            assertFalse(allowed.out.contains("nothing-to-judge"), allowed.out);
        }
    }

    @Test
    void findingsOfLesserSeverityCountAgainstTheirBudget() {
        Result result = check("a-precopy-ok-2");
        assertEquals(ExitStatus.OK, result.status, result.out);
        assertEquals(ExitStatus.OK, check("a-precopy-ok-2", "--budget", "findings=warning").status);
    }

    @Test
    void wrongBudgetsAreWrongUsageInOneLine() {
        Result result = check("a-precopy-ok-2", "--budget", "downtime=300");
        assertEquals(ExitStatus.USAGE, result.status);
        assertTrue(
                result.err.contains("expected downtime=a time with its unit, such as 300ms, found '300'"), result.err);
        assertEquals(2, result.err.lines().count(), result.err);
        assertEquals(ExitStatus.USAGE, run("check").status);
        assertEquals(ExitStatus.USAGE, run("check", "--allow-unknown").status);
        assertEquals(ExitStatus.INPUT, run("check", folder.resolve("none.vfr")).status);
    }

    @Test
    void junitIsReadByTheParserOfSurefire() throws Exception {
        Result result = check("m-fail-load", "--budget", "downtime=300ms", "--allow-unknown", "--format", "junit");
        assertEquals(ExitStatus.FINDINGS, result.status);
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(new InputStreamReader(
                        new ByteArrayInputStream(result.out.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
        List<ReportTestCase> cases =
                suites.stream().flatMap(suite -> suite.getTestCases().stream()).toList();
        assertEquals(
                List.of("vfr.budgets", "vfr.findings"),
                suites.stream().map(ReportTestSuite::getFullClassName).toList());
        assertEquals(1, cases.stream().filter(ReportTestCase::hasSkipped).count());
        assertEquals(
                result.out.lines().filter(line -> line.contains("<failure ")).count(),
                cases.stream().filter(ReportTestCase::hasFailure).count());
        ReportTestCase lost = cases.stream()
                .filter(each -> "device-state-lost".equals(each.getFailureType()))
                .findFirst()
                .orElseThrow();
        assertTrue(lost.getFailureMessage().contains("SET RUNNING_P2P from RESUMING"), lost.toString());
    }

    @Test
    void junitFitsItsSchema() throws Exception {
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Path.of("src/test/resources/check/junit.xsd").toFile());
        for (String capture : List.of("m-fail-load", "a-precopy-ok-2")) {
            Result result =
                    check(capture, "--budget", "downtime=45ms", "--budget", "findings=info", "--format", "junit");
            schema.newValidator().validate(new StreamSource(new StringReader(result.out)));
        }
    }

    @Test
    void theTimeOfAJunitCaseIsTheFigure() {
        Result result = check("a-precopy-ok-2", "--budget", "downtime=45ms", "--format", "junit");
        assertEquals(ExitStatus.OK, result.status);
        assertTrue(result.out.contains("name=\"migration 1: downtime at most 45 ms\" time=\"0.0442"), result.out);
    }

    @Test
    void sarifFitsThePublishedSchema() throws Exception {
        try (InputStream in = CheckCommandTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Objects.requireNonNull(in));
            for (String capture : List.of("m-fail-load", "a-precopy-ok-2")) {
                Result result = check(
                        capture,
                        "--budget",
                        "downtime=30ms",
                        "--budget",
                        "bytes=1GiB",
                        "--allow-unknown",
                        "--format",
                        "sarif");
                assertEquals(List.of(), schema.validate(result.out, InputFormat.JSON));
            }
            assertFalse(
                    schema.validate("{\"version\":\"2.1.0\"}", InputFormat.JSON).isEmpty());
        }
    }

    @Test
    void sarifSaysWhereAndWhatToDo() throws Exception {
        Path file = folder.resolve("check.sarif");
        assertEquals(ExitStatus.FINDINGS, check("m-fail-load", "--format", "sarif", "-o", file).status);
        JsonNode run = JsonMapper.shared().readTree(Files.readString(file)).at("/runs/0");
        JsonNode lost = run.get("results")
                .valueStream()
                .filter(result -> result.get("ruleId").asString().equals("device-state-lost"))
                .findFirst()
                .orElseThrow();
        assertEquals("error", lost.get("level").asString());
        JsonNode physical = lost.at("/locations/0/physicalLocation");
        assertEquals(83, physical.at("/region/startLine").asInt());
        int artifact = physical.at("/artifactLocation/index").asInt();
        assertTrue(run.at("/artifacts/" + artifact + "/location/uri").asString().endsWith("m-fail-load-dst.vfr"));
        assertEquals(
                "00000001-0000-4000-8000-005169676702",
                lost.at("/locations/0/logicalLocations/0/name").asString());
        JsonNode rule = run.at("/tool/driver/rules/" + lost.get("ruleIndex").asInt());
        assertEquals("device-state-lost", rule.get("id").asString());
        assertEquals(
                "include/uapi/linux/vfio.h, RESUMING -> STOP",
                rule.at("/properties/clause").asString());
        assertEquals(1, run.at("/invocations/0/exitCode").asInt());
        assertEquals("driver", lost.at("/properties/responsible").asString());
        assertEquals(82, lost.at("/properties/seq").asInt());
        assertEquals("driver", run.at("/properties/migrations/0/responsible").asString());
    }

    @Test
    void sarifCallsAFigureThatNobodyKnowsOpen() {
        Result result = check(
                "a-precopy-ok-2",
                "--budget",
                "downtime=30ms",
                "--budget",
                "bytes=1GiB",
                "--allow-unknown",
                "--format",
                "sarif");
        assertEquals(ExitStatus.OK, result.status);
        List<String> kinds = JsonMapper.shared()
                .readTree(result.out)
                .at("/runs/0/results")
                .valueStream()
                .filter(each -> each.get("ruleId").asString().startsWith("budget-"))
                .map(each -> each.get("kind").asString())
                .toList();
        assertEquals(List.of("open", "pass"), kinds);
    }
}
