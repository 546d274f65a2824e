package dev.vfr.samples.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The judge of the test bed passes real recordings, and fails as soon as a call is missing or other.
class CompareCallsTest {

    @TempDir
    private Path folder;

    private record Judgement(int status, String text) {}

    private static Judgement judge(Path trace, Path strace, Path kernel) {
        return run(trace.toString(), strace.toString(), kernel.toString());
    }

    private static Judgement run(String... args) {
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new CompareCalls());
        command.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        return new Judgement(command.execute(args), text.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "walk, walk",
        "completed-source, completed",
        "completed-destination, completed",
        "cancelled-source, cancelled",
        "cancelled-destination, cancelled",
        "refused-source, refused",
        "refused-destination, refused",
        "two-devices-source, two-devices",
        "two-devices-destination, two-devices"
    })
    void everyCallOfARealRunIsInItsTrace(String name, String run) {
        Judgement judgement = judge(SampleTraces.trace(name), SampleTraces.strace(name), SampleTraces.kernel(run));
        assertEquals(0, judgement.status(), judgement.text());
    }

    /// Whatever kind of call the library would not wrap, its absence is found and named.
    @ParameterizedTest
    @CsvSource({
        "data-read, read of the data_fd",
        "data-written, write to the data_fd",
        "data-fd-polled, poll of the data_fd",
        "data-fd-closed, close of the data_fd",
        "device-state-set, VFIO_DEVICE_FEATURE",
        "device-state-got, VFIO_DEVICE_FEATURE",
        "precopy-info-queried, VFIO_MIG_GET_PRECOPY_INFO",
        "region-info-read, VFIO_DEVICE_GET_REGION_INFO",
        "device-reset, VFIO_DEVICE_RESET",
        "ioctl-called, VFIO_DEVICE_GET_INFO"
    })
    void aKindOfCallThatIsNotWrappedIsFound(String event, String call) throws Exception {
        Judgement judgement = judgeWithout("\"event\":\"" + event + "\"", Integer.MAX_VALUE);
        assertEquals(1, judgement.status());
        assertTrue(
                judgement.text().contains("missing: strace saw " + call)
                        || judgement.text().contains("differs: strace saw " + call),
                judgement.text());
    }

    @Test
    void oneCallIsEnough() throws Exception {
        Judgement judgement = judgeWithout("\"bytes\":28,", 1);
        assertEquals(1, judgement.status());
        assertTrue(judgement.text().contains(": the driver saw write to the data_fd"), judgement.text());
    }

    @Test
    void anotherResultIsFound() throws Exception {
        List<String> lines = walk();
        int at = indexOf(lines, "\"event\":\"data-read\"");
        lines.set(at, lines.get(at).replace("\"bytes\":10", "\"bytes\":9"));
        Judgement judgement = judge(lines);
        assertEquals(1, judgement.status());
        assertTrue(judgement.text().contains("differs: strace saw read of the data_fd"), judgement.text());
    }

    @Test
    void aCallThatNobodyMadeIsFound() throws Exception {
        List<String> lines = walk();
        int at = indexOf(lines, "\"event\":\"device-reset\"");
        lines.add(at, lines.get(at));
        assertEquals(1, judge(lines).status());
    }

    @Test
    void wrongUsageAndWrongFilesHaveTheirOwnStatus() {
        assertEquals(2, run().status());
        assertEquals(
                3,
                judge(folder.resolve("none"), folder.resolve("none"), folder.resolve("none"))
                        .status());
    }

    @Test
    void mergedReadsStandForTheirParts() {
        Call merged = new Call(0, 1, Call.READ, CallResult.OK, OptionalLong.of(30), 2);
        assertEquals(
                Optional.empty(),
                Comparison.exact("x", List.of(read(10), read(20)), List.of(merged))
                        .difference());
        assertTrue(Comparison.exact("x", List.of(read(10), read(21)), List.of(merged))
                .difference()
                .isPresent());
    }

    @Test
    void theDriverMaySeeTheReadsOfAReadv() {
        List<Call> whole = List.of(read(10));
        assertTrue(Comparison.within("x", List.of(read(5), read(5)), whole)
                .difference()
                .isEmpty());
        assertTrue(Comparison.within("x", List.of(read(5)), whole).difference().isPresent());
        assertTrue(Comparison.within("x", List.of(read(5), read(6)), whole)
                .difference()
                .isPresent());
    }

    private static Call read(long bytes) {
        return new Call(0, 1, Call.READ, CallResult.OK, OptionalLong.of(bytes), 1);
    }

    private Judgement judgeWithout(String words, int many) throws IOException {
        List<String> kept = new ArrayList<>();
        int dropped = 0;
        for (String line : walk()) {
            if (line.contains(words) && dropped < many) {
                dropped++;
            } else {
                kept.add(line);
            }
        }
        assertTrue(dropped > 0, words);
        return judge(kept);
    }

    private Judgement judge(List<String> lines) throws IOException {
        Path changed = Files.write(folder.resolve("changed.jsonl"), lines);
        return judge(changed, SampleTraces.strace("walk"), SampleTraces.kernel("walk"));
    }

    private static List<String> walk() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(SampleTraces.trace("walk")))) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static int indexOf(List<String> lines, String words) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return i;
            }
        }
        throw new AssertionError(words);
    }
}
