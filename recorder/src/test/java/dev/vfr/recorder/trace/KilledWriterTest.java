package dev.vfr.recorder.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import java.io.BufferedReader;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KilledWriterTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void what_a_killed_writer_has_appended_is_read(int atLeast) throws Exception {
        Path trace = folder.resolve("a.vfr");
        long told = writeUntilKilled(trace, atLeast);
        try (TraceReader reader = TraceReader.open(trace)) {
            assertFalse(reader.manifest().closedCleanly());
            assertTrue(reader.count() >= told, () -> reader.count() + " of " + told);
            String shortfall = reader.shortfall().orElseThrow();
            // A record that the writer was in the middle of is told as a loss at its number.
            boolean torn = shortfall.contains(" is damaged");
            long whole = reader.count() - (torn ? 1 : 0);
            assertTrue(shortfall.startsWith("not closed by its writer: " + whole + " events recovered, "), shortfall);
            assertReadsBack(reader, 0, whole);
            assertReadsBack(reader, whole / 2, whole);
        }
        assertVerified(trace, told);
    }

    private static void assertVerified(Path trace, long told) throws TraceException {
        TraceVerification answer = TraceVerifier.verify(trace);
        assertTrue(answer.intactRecords() >= told);
        assertFalse(answer.isIntact());
        assertTrue(
                answer.findings().getLast().problem().startsWith("not closed by its writer: "),
                () -> answer.findings().toString());
    }

    private static void assertReadsBack(TraceReader reader, long from, long whole) throws Exception {
        try (EventReader events = reader.readFrom(from)) {
            for (long seq = from; seq < whole; seq++) {
                MigrationEvent written = EndlessWriter.EVENTS.get((int) (seq % EndlessWriter.EVENTS.size()));
                assertEquals(written.withHeader(written.header().withSeq(seq)), events.next());
            }
        }
    }

    /// @return how many events the writer had told of when it was killed
    private static long writeUntilKilled(Path trace, int atLeast) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EndlessWriter.class.getName()));
        command.add(trace.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(new File(trace + ".stderr"))
                .start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            long told = 0;
            while (told < atLeast) {
                told = Long.parseLong(Objects.requireNonNull(out.readLine(), "the writer ended by itself"));
            }
            process.destroyForcibly().waitFor();
            return told;
        } finally {
            process.destroyForcibly();
        }
    }
}
