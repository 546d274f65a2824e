package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.recorder.trace.TraceDamage;
import dev.vfr.recorder.trace.TraceVerification;
import dev.vfr.recorder.trace.TraceVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands on a damaged trace: the destination of a migration whose device refused its state at event 82.
class DamagedCommandsTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/m-fail-load");
    private static final int REFUSED = 82;

    @TempDir
    private Path folder;

    private Path trace = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private TraceDamage damage;

    private record Result(int status, String out, String err) {}

    private static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(status, out.toString(), err.toString());
    }

    @BeforeEach
    void importDestination() throws Exception {
        trace = folder.resolve("dst.vfr");
        Result imported = run("import", CAPTURE.resolve("dst.trace.log"), "-o", trace);
        assertEquals(ExitStatus.OK, imported.status, imported.err);
        damage = TraceDamage.of(trace);
    }

    enum Hit {
        START,
        MIDDLE,
        END,
        PAGE,
        CUT,
        SEVERAL;

        void on(TraceDamage trace) throws IOException {
            int last = trace.events() - 1;
            switch (this) {
                case START -> trace.flip(0);
                case MIDDLE -> trace.flip(last / 2);
                case END -> trace.flip(last);
                case PAGE -> trace.zeroPageOf(last / 2);
                case CUT -> trace.cutIn(REFUSED + 5);
                case SEVERAL -> trace.flip(4).flip(5).flipLength(20).flip(60);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_command_goes_as_far_as_the_trace_does(Hit hit) throws Exception {
        hit.on(damage);
        TraceVerification verified = TraceVerifier.verify(trace);
        long missing = verified.missingRecords().orElseThrow();
        assertTrue(missing > 0);
        assertEquals(ExitStatus.FINDINGS, run("verify", trace).status);

        Result events = run("events", trace, "--format", "jsonl");
        assertEquals(ExitStatus.OK, events.status, events.err);
        List<String> lines = events.out.lines().toList();
        List<String> gaps =
                lines.stream().filter(line -> line.contains("damaged on disk")).toList();
        assertEquals(verified.intactRecords(), lines.size() - gaps.size());
        assertTrue(
                events.err.startsWith("vfr: " + trace + ": " + verified.intactRecords() + " of 98 events"), events.err);
        assertEquals(1, events.err.lines().count());

        Result report = run("report", trace, "--format", "json");
        JsonNode json = new JsonMapper().readTree(report.out).path("traces").path(0);
        assertEquals(verified.intactRecords(), json.path("events").asLong());
        assertEquals(missing, json.path("lost").asLong());
        assertFalse(json.path("intact").asBoolean(true));
        // The page holds the refusal, which is the only error.
        assertEquals(hit == Hit.PAGE ? ExitStatus.OK : ExitStatus.FINDINGS, report.status, report.out);

        Result check = run("check", trace);
        assertEquals(ExitStatus.FINDINGS, check.status);
        assertTrue(
                check.out.lines().anyMatch(line -> line.startsWith("FAIL ") && line.contains("trace-incomplete")),
                check.out);
        Result info = run("info", trace, "--format", "json");
        assertEquals(
                verified.intactRecords(),
                new JsonMapper().readTree(info.out).path("events").asLong());
        assertTrue(info.out.contains("\"intact\" : false"), info.out);
    }

    @Test
    void an_event_has_the_number_that_it_always_had() throws Exception {
        String before = run("events", trace, "--where", "seq == " + REFUSED).out;
        damage.flip(4).flip(5).flip(6);
        assertEquals(before, run("events", trace, "--where", "seq == " + REFUSED).out);
        Result lost = run("events", trace, "--where", "event == events-lost");
        assertEquals(1, lost.out.lines().count(), lost.out);
        assertTrue(lost.out.contains("count=3"), lost.out);
    }

    @Test
    void a_gap_says_file_event_byte_and_what_was_expected() throws Exception {
        damage.flip(4);
        String json = run("report", trace, "--format", "json").out;
        JsonNode finding = StreamSupport.stream(
                        new JsonMapper().readTree(json).path("findings").spliterator(), false)
                .filter(found -> found.path("rule").asString("").equals("trace-incomplete"))
                .findFirst()
                .orElseThrow();
        assertEquals(4, finding.path("seq").asLong());
        String summary = finding.path("summary").asString("");
        String byteOf = String.format(java.util.Locale.ROOT, "%,d", damage.placeOf(4));
        assertTrue(
                summary.matches(
                        ".*event 4 at byte " + byteOf + " of queue/[0-9]+L\\.cq4: expected checksum .*, found .*"),
                summary);
        assertFalse(json.contains("events-lost"), json);
    }

    @Test
    void a_gap_that_holds_the_only_failure_does_not_pass() throws Exception {
        for (int event = REFUSED; event < REFUSED + 5; event++) {
            damage.flip(event);
        }
        JsonNode report = new JsonMapper().readTree(run("report", trace, "--format", "json").out);
        assertEquals(
                "incomplete", report.path("migrations").path(0).path("outcome").asString(""));
        Result check = run("check", trace);
        assertEquals(ExitStatus.FINDINGS, check.status, check.out);
        assertEquals(ExitStatus.OK, run("check", trace, "--allow-unknown").status);
        Path other = folder.resolve("other.vfr");
        run("import", CAPTURE.resolve("dst.trace.log"), "-o", other);
        Result diff = run("diff", other, trace);
        assertEquals(ExitStatus.FINDINGS, diff.status, diff.err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "chrome", "perfetto", "csv", "parquet"})
    void what_is_left_is_exported(String format) throws Exception {
        damage.flip(10).flip(20);
        Path file = folder.resolve("out");
        Result export = run("export", format, trace, "-o", file);
        assertEquals(ExitStatus.OK, export.status, export.err);
        assertTrue(Files.exists(file));
        assertTrue(export.err.contains("96 of 98 events can be read"), export.err);
    }

    @Test
    void what_cannot_be_read_at_all_is_refused_in_one_line() throws Exception {
        damage.zeroFrom(0);
        for (String command : List.of("events", "report", "check")) {
            assertRefused(run(command, trace));
        }
        damage.cutAt(60);
        for (String command : List.of("events", "report", "check", "info", "verify")) {
            assertRefused(run(command, trace));
        }
    }

    private static void assertRefused(Result result) {
        assertEquals(ExitStatus.INPUT, result.status, result.out);
        assertEquals(1, result.err.lines().count(), result.err);
        assertEquals("", result.out);
    }

    @Test
    void what_is_left_is_saved_as_an_intact_trace() throws Exception {
        damage.flip(4).flip(5).flip(50);
        Path saved = folder.resolve("saved.vfr");
        Result recovered = run("recover", trace, "-o", saved);
        assertEquals(ExitStatus.FINDINGS, recovered.status, recovered.err);
        assertEquals(saved + ": 95 events saved, 3 lost in 2 gaps" + System.lineSeparator(), recovered.out);
        assertEquals(ExitStatus.OK, run("verify", saved).status);
        assertEquals(
                run("events", trace, "--where", "not event == events-lost")
                        .out
                        .lines()
                        .map(DamagedCommandsTest::text)
                        .toList(),
                run("events", saved, "--where", "not event == events-lost")
                        .out
                        .lines()
                        .map(DamagedCommandsTest::text)
                        .toList());
        JsonNode report = new JsonMapper().readTree(run("report", saved, "--format", "json").out);
        assertEquals(3, report.path("traces").path(0).path("lost").asLong());
        assertEquals("failed", report.path("migrations").path(0).path("outcome").asString(""));
        Result again = run("recover", trace, "-o", saved);
        assertEquals(ExitStatus.USAGE, again.status);
        assertEquals(ExitStatus.OK, run("verify", saved).status);
    }

    /// The line of an event without its number.
    private static String text(String line) {
        return line.substring(9);
    }

    @Test
    void an_intact_trace_is_copied_whole() {
        Path copy = folder.resolve("copy.vfr");
        Result recovered = run("recover", trace, "-o", copy);
        assertEquals(ExitStatus.OK, recovered.status, recovered.err);
        assertEquals(copy + ": 98 events saved, 0 lost" + System.lineSeparator(), recovered.out);
        assertEquals(run("events", trace).out, run("events", copy).out);
        assertEquals(ExitStatus.OK, run("verify", copy).status);
    }
}
