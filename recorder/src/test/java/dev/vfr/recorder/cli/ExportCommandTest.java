package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `vfr export` writes of two real captures, read back by others: DuckDB, protoc and JSON parsers.
class ExportCommandTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");
    private static final Path PROTO = Path.of("src/test/resources/perfetto/trace.proto");
    private static final Path PROTOC = Path.of("target/protoc/protoc");

    private static final List<String> TABLES = List.of(
            "migrations",
            "phases",
            "downtime_parts",
            "devices",
            "states",
            "estimates",
            "convergence",
            "what_if",
            "what_if_effects",
            "streams",
            "findings",
            "events");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static Path source = Path.of("");
    private static Path destination = Path.of("");

    private record Result(int status, String out, String err) {}

    @BeforeAll
    static void importCaptures() {
        source = imported("m-fail-load", "src.trace.log", "src");
        destination = imported("m-fail-load", "dst.trace.log", "dst");
    }

    private static Path imported(String capture, String file, String name) {
        Path trace = folder.resolve(name + ".vfr");
        Result result = run("import", CAPTURES.resolve(capture).resolve(file), "-o", trace);
        assertEquals(ExitStatus.OK, result.status, result.err);
        return trace;
    }

    private static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(status, out.toString(), err.toString());
    }

    private static Path exported(String format, String name, Path... traces) {
        Path to = folder.resolve(name);
        List<Object> args = new ArrayList<>(List.of("export", format));
        args.addAll(List.of(traces));
        args.addAll(List.of("-o", to));
        Result result = run(args.toArray());
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertEquals("", result.out + result.err);
        return to;
    }

    private static List<String> ask(String sql) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(Objects.requireNonNullElse(rows.getString(i), "null"));
                }
                answers.add(String.join(" ", row));
            }
        }
        return answers;
    }

    private static List<JsonNode> chromeEvents(Path file) throws IOException {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(Files.readString(file))
                .get("traceEvents")
                .valueStream()
                .toList();
    }

    private static String run(Path out, File in, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        assertEquals(0, process.waitFor(), () -> "exit status of " + command);
        return Files.readString(out);
    }

    private static String decoded(Path perfetto) throws Exception {
        assertTrue(PROTOC.toFile().setExecutable(true));
        return run(
                folder.resolve("decoded.txt"),
                perfetto.toFile(),
                List.of(
                        PROTOC.toString(),
                        "--decode=perfetto.protos.Trace",
                        "-I" + PROTO.getParent(),
                        PROTO.getFileName().toString()));
    }

    @Test
    void duckDbFindsTheSameInCsvAndInParquet() throws Exception {
        Path csv = exported("csv", "csv", source, destination);
        Path parquet = exported("parquet", "parquet", source, destination);
        for (String table : TABLES) {
            String ofCsv = "read_csv('" + csv.resolve(table + ".csv") + "', all_varchar=true, header=true,"
                    + " allow_quoted_nulls=false)";
            String ofParquet = "(SELECT COLUMNS(*)::VARCHAR FROM '" + parquet.resolve(table + ".parquet") + "')";
            assertEquals(ask("SELECT count(*) FROM " + ofParquet), ask("SELECT count(*) FROM " + ofCsv), table);
            assertEquals(
                    List.of("0"),
                    ask("SELECT count(*) FROM (SELECT * FROM " + ofParquet + " EXCEPT ALL SELECT * FROM " + ofCsv
                            + ")"),
                    table);
        }
    }

    @Test
    void tablesHoldTheReportAndTheEvents() throws Exception {
        Path tables = exported("parquet", "tables", source, destination);
        assertEquals(
                List.of("1 failed null src dst"),
                ask("SELECT migration, outcome, downtime_max_ns, source_trace, destination_trace FROM '"
                        + tables.resolve("migrations.parquet") + "'"));
        assertEquals(
                List.of("dst 82"),
                ask("SELECT trace, seq FROM '" + tables.resolve("findings.parquet")
                        + "' WHERE rule = 'device-state-lost'"));
        long events = Stream.of(source, destination)
                .mapToLong(trace -> run("export", "jsonl", trace).out.lines().count())
                .sum();
        String table = "'" + tables.resolve("events.parquet") + "'";
        assertEquals(List.of(Long.toString(events)), ask("SELECT count(*) FROM " + table));
        assertEquals(
                List.of("device-state-set RUNNING_P2P"),
                ask("SELECT event, json->>'requested' FROM " + table + " WHERE trace = 'dst' AND seq = 82"));
        // A QEMU log shows neither how long a read took nor an errno.
        assertEquals(
                List.of("null null"),
                ask("SELECT max(duration_ns), max(errno) FROM " + table + " WHERE event = 'data-read'"));
    }

    @Test
    void tablesHoldEstimatesStreamsAndWhoIsResponsible() throws Exception {
        Path tables = exported("parquet", "estimates", source, destination);
        assertEquals(
                List.of("vmm 62 24 0 null 0 0 null"),
                ask("SELECT source, seq, initial_bytes, dirty_bytes, stop_copy_length, read_bytes, pre_copy_error, "
                        + "stop_copy_error FROM '" + tables.resolve("estimates.parquet") + "' ORDER BY seq LIMIT 1"));
        assertEquals(
                List.of("1 unproven 0 null null"),
                ask("SELECT migration, result, equal_bytes, first_difference_min, first_difference_max FROM '"
                        + tables.resolve("streams.parquet") + "'"));
        assertEquals(
                List.of("driver destination"),
                ask("SELECT responsible, side FROM '" + tables.resolve("findings.parquet")
                        + "' WHERE rule = 'late-load-error'"));
        assertEquals(
                List.of("vfio destination driver late-load-error"),
                ask("SELECT kind, side, responsible, cause FROM '" + tables.resolve("migrations.parquet") + "'"));
        assertEquals(
                List.of("unknown null"),
                ask("SELECT trend, read_bytes_per_second FROM '" + tables.resolve("convergence.parquet") + "'"));
        assertEquals(List.of("0"), ask("SELECT count(*) FROM '" + tables.resolve("what_if.parquet") + "'"));
    }

    @Test
    void aTimeThatNobodyKnowsIsNullAndNotZero() throws Exception {
        Path tables = exported("csv", "unknown", source);
        assertEquals(
                List.of("completed null null"),
                ask("SELECT outcome, downtime_min_ns, downtime_max_ns FROM '" + tables.resolve("migrations.csv")
                        + "'"));
        assertEquals(
                List.of("RUNNING null null"),
                ask("SELECT state, entered_ns, ns FROM '" + tables.resolve("states.csv") + "' WHERE position = 0"));
    }

    @Test
    void chromeTracesHoldStatesChunksFailuresAndFindings() throws Exception {
        List<JsonNode> events = chromeEvents(exported("chrome", "both.json", source, destination));
        List<String> states = events.stream()
                .filter(event -> event.path("cat").asString().equals("state"))
                .map(event -> event.get("pid").asInt() + " " + event.get("name").asString())
                .toList();
        assertTrue(states.containsAll(List.of("1 PRE_COPY", "1 STOP_COPY", "2 RESUMING")), states.toString());
        List<String> names = events.stream()
                .map(event ->
                        event.get("ph").asString() + " " + event.get("name").asString())
                .toList();
        assertTrue(names.contains("i device-state-lost"), names.toString());
        assertTrue(names.contains("i failed: SET RUNNING_P2P"), names.toString());
        assertTrue(names.contains("M process_name") && names.contains("i read") && names.contains("i write"));
        assertTrue(events.stream()
                .allMatch(event -> event.get("ph").asString().equals("M")
                        || event.get("ts").decimalValue().signum() >= 0));
    }

    @Test
    void partsOfTheDowntimeAreSlicesOnTracksOfTheirOwn() throws Exception {
        List<JsonNode> events = chromeEvents(exported("chrome", "anatomy.json", source, destination));
        List<String> tracks = events.stream()
                .filter(event -> event.get("name").asString().equals("thread_name"))
                .filter(event -> event.get("args").get("name").asString().startsWith("downtime anatomy"))
                .map(event ->
                        event.get("pid").asString() + " " + event.get("tid").asString())
                .toList();
        assertTrue(tracks.size() >= 2, tracks.toString());
        long slices = 0;
        for (String track : tracks) {
            BigDecimal end = BigDecimal.ZERO;
            for (JsonNode event : events) {
                if (event.get("ph").asString().equals("X")
                        && track.equals(event.get("pid").asString() + " "
                                + event.get("tid").asString())) {
                    BigDecimal at = event.get("ts").decimalValue();
                    assertTrue(at.compareTo(end) >= 0, "overlaps: " + event);
                    end = at.add(event.get("dur").decimalValue());
                    slices++;
                }
            }
        }
        Path tables = exported("csv", "parts", source, destination);
        assertEquals(
                List.of(Long.toString(slices)),
                ask("SELECT count(*) FROM '" + tables.resolve("downtime_parts.csv") + "'"));
        String perfetto = decoded(exported("perfetto", "anatomy.perfetto", source, destination));
        assertTrue(perfetto.contains("name: \"downtime anatomy\""), "a track of that name");
        assertTrue(perfetto.contains("name: \"responsible\"\n") && perfetto.contains("string_value: \"driver\""));
    }

    @Test
    void statesOfATrackFollowEachOther() throws Exception {
        BigDecimal end = BigDecimal.ZERO;
        for (JsonNode event : chromeEvents(exported("chrome", "source.json", source))) {
            if (event.path("cat").asString().equals("state")) {
                BigDecimal at = event.get("ts").decimalValue();
                assertTrue(at.compareTo(end) >= 0, event.toString());
                assertEquals(event.has("dur") ? "X" : "B", event.get("ph").asString());
                end = event.has("dur") ? at.add(event.get("dur").decimalValue()) : at;
            }
        }
        assertTrue(end.signum() > 0);
    }

    @Test
    void nodeParsesChromeTraces() throws Exception {
        boolean node = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "node")));
        assumeTrue(node, "node is not installed");
        Path file = exported("chrome", "node.json", source, destination);
        String script = "const t = JSON.parse(require('fs').readFileSync(0)); console.log(t.traceEvents.length)";
        String answer = run(folder.resolve("node.txt"), file.toFile(), List.of("node", "-e", script));
        assertEquals(Integer.toString(chromeEvents(file).size()), answer.strip());
    }

    @Test
    void protocDecodesPerfettoTracesWithoutAnUnknownField() throws Exception {
        String text = decoded(exported("perfetto", "both.perfetto", source, destination));
        assertFalse(Pattern.compile("(?m)^ *[0-9]+[:{ ]").matcher(text).find(), "a field that the schema has not");
        assertTrue(text.contains("type: TYPE_STATE\n    track_uuid: 1\n    name: \"PRE_COPY\""), text);
        assertTrue(text.contains("name: \"device-state-lost\""), text);
        assertTrue(text.contains("unit: UNIT_SIZE_BYTES"), text);
        assertEquals(count(text, "type: TYPE_SLICE_BEGIN"), count(text, "type: TYPE_SLICE_END"));
        assertTrue(count(text, "type: TYPE_COUNTER") > 0, text);
    }

    @Test
    void perfettoTracesKeepTheClocksOfBothHosts() throws Exception {
        String text = decoded(exported("perfetto", "clocks.perfetto", source, destination));
        assertTrue(text.contains("clock_id: 128") && text.contains("clock_id: 129"), text);
        assertTrue(count(text, "timestamp_clock_id: 128") > 50 && count(text, "timestamp_clock_id: 129") > 50);
        assertTrue(text.contains("primary_trace_clock: BUILTIN_CLOCK_BOOTTIME"), text);
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.strip().equals(part)).count();
    }

    @Test
    void exportsAreTheSameEachTime() throws Exception {
        for (String format : List.of("chrome", "perfetto")) {
            Path first = exported(format, "first." + format, source, destination);
            Path second = exported(format, "second." + format, source, destination);
            assertEquals(-1, Files.mismatch(first, second), format);
        }
    }

    @Test
    void wrongUsageIsToldInOneLine() {
        Result noFile = run("export", "perfetto", source);
        assertEquals(ExitStatus.USAGE, noFile.status);
        assertTrue(noFile.err.startsWith("vfr: perfetto needs -o"), noFile.err);
        Result two = run("export", "jsonl", source, destination);
        assertEquals(ExitStatus.USAGE, two.status);
        assertTrue(two.err.startsWith("vfr: jsonl takes one trace"), two.err);
        assertEquals(ExitStatus.USAGE, run("export", "xml", source).status);
        assertEquals(ExitStatus.USAGE, run("export", "csv").status);
        assertEquals(
                ExitStatus.INPUT, run("export", "csv", folder.resolve("none.vfr"), "-o", folder.resolve("n")).status);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("occupied"), "a file");
        Result table = run("export", "parquet", source, "-o", file);
        assertEquals(ExitStatus.ENVIRONMENT, table.status);
        assertEquals("vfr: " + file + ": cannot be written: it is not a folder", table.err.strip());
        Result chrome = run("export", "chrome", source, "-o", folder.resolve("no/such/file.json"));
        assertEquals(ExitStatus.ENVIRONMENT, chrome.status);
        assertEquals(1, chrome.err.lines().count(), chrome.err);
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "no /dev/full");
        for (String format : List.of("chrome", "perfetto")) {
            Result full = run("export", format, source, "-o", "/dev/full");
            assertEquals(ExitStatus.ENVIRONMENT, full.status, full.err);
            assertEquals("vfr: /dev/full: cannot be written: No space left on device", full.err.strip());
        }
    }

    @Test
    void aTraceIsNeverWrittenOver() throws Exception {
        Path manifest = source.resolve("manifest.json");
        Path link = Files.createSymbolicLink(folder.resolve("link"), source);
        byte[] before = Files.readAllBytes(manifest);
        List<Result> refused = List.of(
                run("export", "chrome", source, "-o", manifest),
                run("export", "csv", destination, source, "-o", source),
                run("export", "perfetto", link, "-o", manifest),
                run("export", "jsonl", source, "-o", link.resolve("new.jsonl")),
                run("report", source, "-o", manifest),
                run("diff", source, destination, "-o", manifest),
                run("check", source, "-o", manifest));
        for (Result result : refused) {
            assertEquals(ExitStatus.USAGE, result.status, result.err);
            assertTrue(result.err.contains("lies in the trace"), result.err);
        }
        assertArrayEquals(before, Files.readAllBytes(manifest));
        assertFalse(Files.exists(source.resolve("migrations.csv")));
        assertFalse(Files.exists(source.resolve("new.jsonl")));
    }

    @Test
    void whatCannotBeWrittenWholeIsNotLeftInPieces() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "no /dev/full");
        for (String format : List.of("text", "json", "html")) {
            Result full = run("report", "--format", format, source, "-o", "/dev/full");
            assertEquals("vfr: /dev/full: cannot be written: No space left on device", full.err.strip());
            assertEquals(ExitStatus.ENVIRONMENT, full.status, format);
        }
        for (String format : List.of("text", "junit", "sarif")) {
            Result full = run("check", "--format", format, source, "-o", "/dev/full");
            assertEquals("vfr: /dev/full: cannot be written: No space left on device", full.err.strip());
            assertEquals(ExitStatus.ENVIRONMENT, full.status, format);
        }
        Path occupied = Files.createDirectories(folder.resolve("occupied-by-a-folder"));
        Result html = run("report", "--format", "html", source, "-o", occupied);
        assertEquals(ExitStatus.ENVIRONMENT, html.status);
        assertEquals("vfr: " + occupied + ": cannot be written: Is a directory", html.err.strip());
        try (Stream<Path> left = Files.list(occupied)) {
            assertEquals(0, left.count());
        }
    }
}
