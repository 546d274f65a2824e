package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import dev.vfr.recorder.trace.TraceVerification.Finding;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceVerifierTest {

    private static final int MUTATIONS = 400;
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final List<MigrationEvent> events = new RandomEvents(20).everyKind(30);

    @TempDir
    private Path folder;

    private Path trace = Path.of("");
    private Path queueFile = Path.of("");

    @BeforeEach
    void write() throws TraceException {
        trace = folder.resolve("a.vfr");
        write(events);
    }

    private void write(List<MigrationEvent> written) throws TraceException {
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : written) {
                writer.append(event);
            }
        }
        queueFile = new TraceFiles(trace).queueFile();
    }

    @Test
    void a_trace_that_nobody_touched_is_intact() throws Exception {
        TraceVerification answer = TraceVerifier.verify(trace);
        assertEquals(new TraceVerification(events.size(), OptionalLong.of(0), List.of(), 0), answer);
        assertTrue(answer.isIntact());
    }

    @Test
    void a_flipped_bit_is_found_in_its_record() throws Exception {
        long place = placeOf(700) + 40;
        mutate(file -> {
            file.seek(place);
            int old = file.read();
            file.seek(place);
            file.write(old ^ 8);
        });
        Finding finding = firstFinding();
        assertEquals(OptionalLong.of(700), finding.seq());
        assertEquals(OptionalLong.of(placeOf(700)), finding.position());
        assertTrue(finding.problem().contains("the next event that is intact is 701"), finding::problem);
        assertEquals(events.size() - 1, TraceVerifier.verify(trace).intactRecords());
        assertEquals(OptionalLong.of(1), TraceVerifier.verify(trace).missingRecords());
    }

    @Test
    void a_zeroed_page_in_the_middle_is_a_hole_with_two_ends() throws Exception {
        long page = placeOf(700) / 4096 * 4096;
        mutate(file -> {
            file.seek(page);
            file.write(new byte[4096]);
        });
        TraceVerification answer = TraceVerifier.verify(trace);
        assertFalse(answer.isIntact());
        long missing = answer.missingRecords().orElseThrow();
        assertTrue(missing > 0 && missing < 60, () -> "missing " + missing);
        assertEquals(events.size() - missing, answer.intactRecords());
    }

    @Test
    void a_trace_whose_end_is_zeroed_does_not_end_early_without_a_word() throws Exception {
        long from = placeOf(1000);
        mutate(file -> {
            file.seek(from);
            file.write(new byte[Math.toIntExact(file.length() - from)]);
        });
        Finding finding = firstFinding();
        assertEquals("expected a record, found zeros, and no event that is intact after it", finding.problem());
        assertEquals(OptionalLong.of(1000), finding.seq());
        assertEquals(1000, TraceVerifier.verify(trace).intactRecords());
    }

    @Test
    void a_trace_that_was_cut_says_how_much_is_left() throws Exception {
        long from = placeOf(500);
        mutate(file -> file.setLength(from));
        assertEquals(500, TraceVerifier.verify(trace).intactRecords());
        assertEquals(
                "expected a record, found the end of the file, and no event that is intact after it",
                firstFinding().problem());
    }

    @Test
    void two_records_that_changed_places_are_found() throws Exception {
        long first = placeOf(1);
        long second = placeOf(2);
        long third = placeOf(3);
        mutate(file -> {
            byte[] bytes = new byte[Math.toIntExact(third - first)];
            file.seek(first);
            file.readFully(bytes);
            int one = Math.toIntExact(second - first);
            file.seek(first);
            file.write(bytes, one, bytes.length - one);
            file.write(bytes, 0, one);
        });
        List<Finding> findings = TraceVerifier.verify(trace).findings();
        assertEquals(OptionalLong.of(1), findings.get(0).seq());
        assertEquals(OptionalLong.of(3), findings.get(1).seq());
        assertEquals(events.size() - 1, TraceVerifier.verify(trace).intactRecords());
    }

    @Test
    void what_can_be_rebuilt_is_told_apart_from_lost_events() throws Exception {
        Files.write(trace.resolve("index"), new byte[100]);
        Files.write(trace.resolve("queue/metadata.cq4t"), new byte[100]);
        TraceVerification answer = TraceVerifier.verify(trace);
        assertEquals(2, answer.findings().size());
        assertTrue(answer.findings().stream().allMatch(Finding::lossless));
        assertEquals(events, readAll());
    }

    @Test
    void damage_anywhere_is_found_and_never_hangs() throws Exception {
        List<MigrationEvent> few = new RandomEvents(22).everyKind(4);
        trace = folder.resolve("b.vfr");
        write(few);
        List<Path> files;
        try (Stream<Path> all = Files.walk(trace)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Random random = new Random(21);
        for (int round = 0; round < MUTATIONS; round++) {
            Path file = random.nextInt(3) == 0 ? files.get(random.nextInt(files.size())) : queueFile;
            byte[] whole = Files.readAllBytes(file);
            byte[] mutated = mutate(whole, random);
            if (Arrays.equals(whole, mutated)) {
                continue;
            }
            Files.write(file, mutated);
            String what = "round " + round + " " + file;
            assertTimeoutPreemptively(SHORT, () -> assertNoticed(few, file, what), what);
            Files.write(file, whole);
        }
        assertTrue(TraceVerifier.verify(trace).isIntact());
    }

    /// Reading gives all events as they were or says what is missing; the check finds the damage.
    private void assertNoticed(List<MigrationEvent> written, Path file, String what) throws Exception {
        try (TraceReader reader = TraceReader.open(trace)) {
            assertTrue(written.equals(readAll(reader)) || reader.shortfall().isPresent(), what);
        } catch (TraceException e) {
            assertEquals(1, Objects.requireNonNull(e.getMessage()).lines().count(), what);
        }
        try {
            TraceVerification answer = TraceVerifier.verify(trace);
            boolean chroniclesOwn = file.endsWith("metadata.cq4t");
            boolean manifest = file.endsWith("manifest.json");
            assertTrue(chroniclesOwn || manifest || !answer.isIntact(), what);
        } catch (TraceException e) {
            assertEquals(1, Objects.requireNonNull(e.getMessage()).lines().count(), what);
        }
    }

    private static byte[] mutate(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 << random.nextInt(14));
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 2 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
            }
            case 3 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                int page = at / 4096 * 4096;
                Arrays.fill(bytes, page, Math.min(bytes.length, page + 4096), (byte) 0);
            }
        }
        return bytes;
    }

    private List<MigrationEvent> readAll() throws Exception {
        try (TraceReader reader = TraceReader.open(trace)) {
            return readAll(reader);
        }
    }

    private static List<MigrationEvent> readAll(TraceReader reader) throws Exception {
        List<MigrationEvent> read = new ArrayList<>();
        try (EventReader from = reader.readFrom(0)) {
            for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                read.add(event);
            }
        }
        return read;
    }

    private Finding firstFinding() throws TraceException {
        List<Finding> findings = TraceVerifier.verify(trace).findings();
        assertNotEquals(List.of(), findings);
        return findings.getFirst();
    }

    /// The place of the frame word of a record.
    private long placeOf(int seq) throws TraceException {
        try (QueueFile file = QueueFile.open(queueFile)) {
            FrameCursor cursor = new FrameCursor(file, QueueHeader.check(file, "SCQStore"));
            for (int i = 0; i <= seq; i++) {
                cursor.advance();
            }
            return cursor.position() - FrameCursor.WORD_BYTES;
        }
    }

    private void mutate(Mutation mutation) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(queueFile.toFile(), "rw")) {
            mutation.apply(file);
        }
    }

    @FunctionalInterface
    private interface Mutation {
        void apply(RandomAccessFile file) throws IOException;
    }
}
