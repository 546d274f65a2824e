package dev.vfr.recorder.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignTraceTest {

    @TempDir
    private Path folder;

    private Path trace = Path.of("");
    private final List<MigrationEvent> events = new RandomEvents(50).everyKind(40);

    @BeforeEach
    void write() throws TraceException {
        trace = folder.resolve("a.vfr");
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
        }
    }

    @Test
    void nothing_at_the_path() {
        assertRefused(folder.resolve("b.vfr"), Kind.MISSING, "/b.vfr: no such trace");
    }

    @Test
    void a_file_at_the_path() throws IOException {
        Path file = Files.writeString(folder.resolve("b.vfr"), "");
        assertRefused(file, Kind.NOT_A_TRACE, "/b.vfr: expected the folder of a trace, found a file");
    }

    @Test
    void some_folder_at_the_path() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertRefused(other, Kind.NOT_A_TRACE, "/other: no trace: expected a manifest.json, found none");
    }

    @Test
    void a_part_of_the_trace_is_not_there() throws IOException {
        Files.delete(queueFile());
        assertRefused(trace, Kind.MISSING, "/queue: expected one file *.cq4, found 0");
        Files.delete(trace.resolve("manifest.json"));
        assertRefused(trace, Kind.MISSING, "/a.vfr: expected a manifest.json, found none");
    }

    @Test
    void a_second_queue_file() throws IOException {
        Files.copy(queueFile(), trace.resolve("queue/20200101L.cq4"));
        assertRefused(trace, Kind.FOREIGN, "/queue: expected one file *.cq4, found 2");
    }

    @Test
    void a_manifest_of_something_else() throws IOException {
        manifest("{\"name\":\"webpack\"}");
        assertRefused(trace, Kind.NOT_A_TRACE, "manifest.json: expected \"format\": \"vfr.trace\", found another file");
        manifest("[1, 2");
        assertRefused(trace, Kind.CORRUPT, "manifest.json: expected the manifest of a trace, found: ");
        manifest("{\"format\":\"vfr.trace\",\"version\":1,\"closedCleanly\":true}");
        assertRefused(trace, Kind.CORRUPT, "manifest.json: expected the manifest of a trace, found: ");
    }

    @Test
    void another_version_of_the_format() throws IOException {
        String manifest = Files.readString(trace.resolve("manifest.json"));
        manifest(manifest.replace("\"version\" : 2", "\"version\" : 3"));
        assertRefused(trace, Kind.TOO_NEW, "in version 3 of the format; this vfr reads version 2");
        manifest(manifest.replace("\"version\" : 2", "\"version\" : 0"));
        assertRefused(trace, Kind.TOO_OLD, "manifest.json: expected at least version 1 of the format, found 0");
    }

    @Test
    void a_type_in_the_queues_header_that_would_be_loaded() throws IOException {
        replace(queueFile(), "SCQStore", "BadStore");
        assertRefused(trace, Kind.FOREIGN, ".cq4: byte 12: expected a queue of vfr, found the type BadStore");
        replace(queueFile(), "BadStore", "SCQStore");
        replace(queueFile(), "SCQSIndexing", "com.sun.Evil");
        assertRefused(trace, Kind.FOREIGN, "expected a queue of vfr, found the type com.sun.Evil");
    }

    @Test
    void a_type_in_the_header_of_chronicles_table_that_would_be_loaded() throws IOException {
        replace(trace.resolve("queue/metadata.cq4t"), "SCQMeta", "EvilOne");
        assertRefused(trace, Kind.FOREIGN, "metadata.cq4t: byte 67: expected a queue of vfr, found the type EvilOne");
    }

    @Test
    void a_position_in_the_header_that_looks_like_a_type() throws Exception {
        byte[] bytes = Files.readAllBytes(queueFile());
        int position = new String(bytes, ISO_8859_1).indexOf("writePosition") + "writePosition".length();
        // The array of two positions is aligned; its second number, an index, says nothing about the records.
        int second = (position + 7 & ~7) + 24;
        bytes[second + 4] = (byte) 0xb6;
        bytes[second + 5] = 1;
        bytes[second + 6] = 'A';
        Files.write(queueFile(), bytes);
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events.size(), reader.count());
        }
    }

    @Test
    void zeros_in_place_of_the_header() throws IOException {
        byte[] bytes = Files.readAllBytes(queueFile());
        java.util.Arrays.fill(bytes, 0, 4096, (byte) 0);
        Files.write(queueFile(), bytes);
        assertRefused(trace, Kind.CORRUPT, ".cq4: byte 0: expected a queue's header, found zeros");
        Files.write(queueFile(), new byte[0]);
        assertRefused(trace, Kind.TRUNCATED, ".cq4: expected a queue file, found 0 bytes");
    }

    @Test
    void chronicle_queue_itself_reads_the_same_records() throws Exception {
        List<MigrationEvent> read = new ArrayList<>();
        RecordCodec codec = new RecordCodec();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(trace.resolve("queue"))
                        .readOnly(true)
                        .build();
                ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    byte[] record =
                            Objects.requireNonNull(document.wire()).bytes().toByteArray();
                    UnsafeBuffer message = new UnsafeBuffer(record);
                    read.add(codec.decode(RecordFrame.seq(record), message, RecordFrame.MESSAGE_AT));
                }
            }
        }
        assertEquals(events, read);
    }

    private static void assertRefused(Path trace, Kind kind, String message) {
        TraceException opened = assertThrows(TraceException.class, () -> TraceReader.open(trace));
        TraceException verified = assertThrows(TraceException.class, () -> TraceVerifier.verify(trace));
        String text = Objects.requireNonNull(opened.getMessage());
        assertEquals(kind, opened.kind(), text);
        assertTrue(text.contains(message), text);
        assertEquals(1, text.lines().count());
        assertEquals(text, verified.getMessage());
    }

    private Path queueFile() {
        return trace.resolve("queue/19700101L.cq4");
    }

    private void manifest(String text) throws IOException {
        Files.writeString(trace.resolve("manifest.json"), text);
    }

    private static void replace(Path file, String old, String fresh) throws IOException {
        String bytes = Files.readString(file, ISO_8859_1);
        assertTrue(bytes.contains(old));
        Files.writeString(file, bytes.replace(old, fresh), ISO_8859_1);
    }
}
