package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStoreTest {

    @TempDir
    private Path folder;

    @Test
    void what_is_written_is_read() throws Exception {
        List<MigrationEvent> events = new RandomEvents(5).everyKind(100);
        Path trace = write("a.vfr", events);
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events.size(), reader.count());
            assertEquals(Optional.empty(), reader.shortfall());
            assertEquals(events, readAll(reader, 0));
        }
    }

    @Test
    void the_writer_numbers_the_events_itself() throws Exception {
        List<MigrationEvent> events = new RandomEvents(6).everyKind(2);
        Path trace = folder.resolve("a.vfr");
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event.withHeader(event.header().withSeq(7)));
            }
            assertEquals(events.size(), writer.count());
        }
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events, readAll(reader, 0));
        }
    }

    @Test
    void reading_begins_anywhere() throws Exception {
        List<MigrationEvent> events = new RandomEvents(7).everyKind(60);
        assertTrue(events.size() > 2 * PositionIndex.STRIDE);
        Path trace = write("a.vfr", events);
        try (TraceReader reader = TraceReader.open(trace)) {
            for (int from = 0; from <= events.size(); from++) {
                try (EventReader at = reader.readFrom(from)) {
                    assertEquals(from < events.size() ? events.get(from) : null, at.next());
                }
            }
            assertThrows(IndexOutOfBoundsException.class, () -> reader.readFrom(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> reader.readFrom(events.size() + 1));
        }
    }

    @Test
    void the_index_can_be_deleted_or_damaged() throws Exception {
        List<MigrationEvent> events = new RandomEvents(8).everyKind(60);
        Path trace = write("a.vfr", events);
        Path index = trace.resolve("index");
        byte[] bytes = Files.readAllBytes(index);
        bytes[30] ^= 1;
        Files.write(index, bytes);
        assertReads(events, trace);
        Files.delete(index);
        assertReads(events, trace);
    }

    @Test
    void several_threads_read_at_once() throws Exception {
        List<MigrationEvent> events = new RandomEvents(9).everyKind(60);
        Path trace = write("a.vfr", events);
        try (TraceReader reader = TraceReader.open(trace);
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<List<MigrationEvent>>> reads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int from = i * 200;
                reads.add(() -> readAll(reader, from));
            }
            List<Future<List<MigrationEvent>>> answers = pool.invokeAll(reads);
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(
                        events.subList(i * 200, events.size()), answers.get(i).get());
            }
        }
    }

    @Test
    void a_trace_without_events_is_a_trace() throws Exception {
        Path trace = write("a.vfr", List.of());
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(0, reader.count());
            assertEquals(List.of(), readAll(reader, 0));
        }
    }

    @Test
    void a_small_trace_is_small_and_for_its_owner_alone() throws Exception {
        Path trace = write("a.vfr", new RandomEvents(10).everyKind(1));
        long apparent = 0;
        try (Stream<Path> all = Files.walk(trace)) {
            for (Path path : all.toList()) {
                boolean directory = Files.isDirectory(path);
                assertEquals(
                        directory ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                        path::toString);
                apparent += directory ? 0 : Files.size(path);
            }
        }
        assertTrue(apparent < 256 * 1024, "bytes: " + apparent);
    }

    @Test
    void the_manifest_tells_what_the_trace_is() throws Exception {
        List<MigrationEvent> events = new RandomEvents(11).everyKind(3);
        Path trace = folder.resolve("a.vfr");
        Manifest.ImportedFile file = new Manifest.ImportedFile("src.log", "qemu-log", 100, 90, 10);
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
            writer.imports(List.of(file));
        }
        try (TraceReader reader = TraceReader.open(trace)) {
            Manifest manifest = reader.manifest();
            assertTrue(manifest.closedCleanly());
            assertEquals(OptionalLong.of(events.size()), manifest.events());
            assertEquals(3, manifest.eventCounts().get("device-state-set"));
            assertEquals(List.of(file), manifest.imports());
            assertEquals(3, manifest.clocks().size());
        }
    }

    @Test
    void a_path_that_exists_is_never_written_to() throws Exception {
        Path there = Files.writeString(folder.resolve("a.vfr"), "mine");
        TraceException e = assertThrows(TraceException.class, () -> TraceWriter.create(there));
        assertEquals(TraceException.Kind.EXISTS, e.kind());
        assertEquals(there + ": exists already; a trace is never overwritten", e.getMessage());
        assertEquals("mine", Files.readString(there));
    }

    @Test
    void a_folder_that_is_not_there_is_not_made() {
        Path trace = folder.resolve("no/a.vfr");
        TraceException e = assertThrows(TraceException.class, () -> TraceWriter.create(trace));
        assertEquals(TraceException.Kind.MISSING, e.kind());
        assertEquals(trace + ": the folder it should go into does not exist", e.getMessage());
    }

    @Test
    void a_discarded_trace_leaves_nothing() throws Exception {
        Path trace = folder.resolve("a.vfr");
        TraceWriter writer = TraceWriter.create(trace);
        writer.append(new RandomEvents(12).everyKind(1).getFirst());
        writer.discard();
        assertTrue(Files.notExists(trace));
    }

    private Path write(String name, List<MigrationEvent> events) throws TraceException {
        Path trace = folder.resolve(name);
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
        }
        return trace;
    }

    private static void assertReads(List<MigrationEvent> events, Path trace) throws Exception {
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events.size(), reader.count());
            assertEquals(events.subList(2000, events.size()), readAll(reader, 2000));
        }
    }

    private static List<MigrationEvent> readAll(EventSource source, long from) throws Exception {
        List<MigrationEvent> events = new ArrayList<>();
        try (EventReader reader = source.readFrom(from)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
            assertNull(reader.next());
        }
        return events;
    }
}
