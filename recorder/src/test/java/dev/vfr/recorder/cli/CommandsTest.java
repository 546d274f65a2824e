package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands one after another on a real capture: a migration whose destination's device refused its state.
class CommandsTest {

    private static final Path CAPTURE = Path.of("src/test/resources/captures/m-fail-load");

    @TempDir
    private Path folder;

    private Path source = Path.of("");
    private Path destination = Path.of("");

    private record Result(int status, String out, String err) {}

    private static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(status, out.toString(), err.toString());
    }

    @BeforeEach
    void importBothSides() {
        source = imported("src");
        destination = imported("dst");
    }

    private Path imported(String side) {
        Path trace = folder.resolve(side + ".vfr");
        Result result = run("import", CAPTURE.resolve(side + ".trace.log"), "-o", trace);
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertEquals(trace + System.lineSeparator(), result.out);
        assertTrue(result.err.contains(": qemu-log, "), result.err);
        return trace;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void assertOneLine(int status, String start, Result result) {
        assertEquals(status, result.status, result.err);
        assertTrue(result.err.startsWith("vfr: " + start), result.err);
        assertEquals(status == ExitStatus.USAGE ? 2 : 1, result.err.lines().count(), result.err);
        assertEquals("", result.out);
    }

    @Test
    void aFailedMigrationIsReportedAndIsStatusOne() {
        Result text = run("report", source, destination);
        assertEquals(ExitStatus.FINDINGS, text.status);
        assertTrue(text.out.startsWith("FAILED "), text.out);
        Result json = run("report", source, destination, "--format", "json");
        assertEquals(ExitStatus.FINDINGS, json.status);
        assertTrue(json.out.contains("\"outcome\" : \"failed\""), json.out);
    }

    @Test
    void aReportExplainsItsFindingsWhereItIsAskedTo() {
        String brief = run("report", source, destination).out;
        String explained = run("report", source, destination, "--explain").out;
        assertFalse(brief.contains("include/uapi/linux/vfio.h"), brief);
        assertTrue(explained.contains("include/uapi/linux/vfio.h"), explained);
        assertTrue(explained.lines().count() > brief.lines().count(), explained);
    }

    @Test
    void aReportInAFileIsTheSameReport() throws Exception {
        Path file = folder.resolve("r.json");
        assertEquals(ExitStatus.FINDINGS, run("report", source, destination, "--format", "json", "-o", file).status);
        assertEquals(run("report", source, destination, "--format", "json").out, Files.readString(file));
    }

    @Test
    void exportedEventsComeBackWithoutLoss() throws Exception {
        Path lines = folder.resolve("src.jsonl");
        assertEquals(ExitStatus.OK, run("export", "jsonl", source, "-o", lines).status);
        Path again = folder.resolve("again.vfr");
        Result imported = run("import", lines, "-o", again);
        assertEquals(ExitStatus.OK, imported.status);
        String read = ": jsonl, " + Files.readAllLines(lines).size() + " lines, ";
        assertTrue(imported.err.contains(read), imported.err);
        assertEquals(Files.readString(lines), run("export", "jsonl", again).out);
        assertEquals(Files.readString(lines), run("events", again, "--format", "jsonl").out);
    }

    @Test
    void eventsAreChosenByACondition() {
        Result result = run("events", destination, "--where", "event == device-state-set and result == failed");
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertEquals(1, result.out.lines().count(), result.out);
        assertTrue(result.out.contains("requested=RUNNING_P2P"), result.out);
    }

    @Test
    void aWrongConditionIsWrongUsageThatSaysWhere() {
        assertOneLine(
                ExitStatus.USAGE,
                "--where: expected a value, found the end at character 6 of: seq >",
                run("events", source, "--where", "seq >"));
    }

    @Test
    void anIntactTraceIsToldSo() {
        Result info = run("info", source);
        assertEquals(ExitStatus.OK, info.status);
        assertTrue(info.out.matches("(?s).*intact +yes\\R"), info.out);
        Result json = run("info", source, "--format", "json");
        assertTrue(json.out.contains("\"intact\" : true"), json.out);
        assertEquals(ExitStatus.OK, run("verify", source).status);
    }

    @Test
    void whatRecordingCostsIsTold() throws Exception {
        Path lines = folder.resolve("cost.jsonl");
        Files.writeString(
                lines, "{\"event\":\"capture-cost-measured\",\"seq\":0,\"callNs\":48,\"digestNsPerMib\":36915}\n");
        Path trace = folder.resolve("cost.vfr");
        assertEquals(ExitStatus.OK, run("import", lines, "-o", trace).status);
        Result info = run("info", trace);
        assertTrue(info.out.contains("48 ns a recorded call, 36.9 µs a MiB for the digest"), info.out);
        Result json = run("info", trace, "--format", "json");
        assertTrue(json.out.contains("\"callNs\" : 48"), json.out);
        assertFalse(run("info", source).out.contains("cost"));
    }

    @Test
    void aFlippedByteIsFoundAndToldWhere() throws Exception {
        Path queue;
        try (Stream<Path> files = Files.list(source.resolve("queue"))) {
            queue = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
            file.seek(file.length() - 600);
            int old = file.read();
            file.seek(file.length() - 600);
            file.write(old ^ 0x10);
        }
        Result verify = run("verify", source);
        assertEquals(ExitStatus.FINDINGS, verify.status);
        assertTrue(verify.out.contains("queue/" + queue.getFileName() + ": event "), verify.out);
        assertTrue(verify.out.contains(" at byte "), verify.out);
    }

    @Test
    void aTruncatedTraceCannotBeReportedOn() throws Exception {
        try (Stream<Path> files = Files.list(source.resolve("queue"))) {
            Path queue = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
        }
        assertOneLine(ExitStatus.INPUT, source.toString(), run("report", source));
        assertEquals(ExitStatus.FINDINGS, run("verify", source).status);
    }

    @Test
    void whoNamesALogIsToldToImportIt() {
        Path log = CAPTURE.resolve("src.trace.log");
        assertOneLine(ExitStatus.INPUT, log + ": expected a trace, ", run("report", log));
        assertTrue(run("events", log).err.contains("vfr import " + log));
    }

    @Test
    void aMissingTraceIsOneLine() {
        assertOneLine(ExitStatus.INPUT, folder.resolve("no.vfr") + ": ", run("info", folder.resolve("no.vfr")));
    }

    @Test
    void aFailedImportLeavesNothing() throws Exception {
        List<String> before = names();
        Path noise = Files.writeString(folder.resolve("noise"), "\u0000\u0001 nothing that anybody wrote\n");
        Result result = run("import", noise, folder.resolve("missing"), "-o", folder.resolve("new.vfr"));
        assertEquals(ExitStatus.INPUT, result.status, result.err);
        Files.delete(noise);
        assertEquals(before, names());
    }

    @Test
    void aTraceIsNeverWrittenOver() throws Exception {
        String before = run("verify", source).out;
        assertOneLine(
                ExitStatus.USAGE,
                source + " exists already",
                run("import", CAPTURE.resolve("dst.trace.log"), "-o", source));
        assertEquals(before, run("verify", source).out);
    }

    @Test
    void anUnknownFormatIsWrongUsageThatNamesThem() {
        Result result = run("import", "--format", "tea-leaves", CAPTURE.resolve("src.trace.log"));
        assertOneLine(ExitStatus.USAGE, "Invalid value for option '--format': expected one of qemu-log, ", result);
        assertOneLine(ExitStatus.USAGE, "Invalid value for", run("export", "tea-leaves", source));
        assertOneLine(ExitStatus.USAGE, "Unknown option: '--frob'", run("report", source, "--frob"));
    }
}
