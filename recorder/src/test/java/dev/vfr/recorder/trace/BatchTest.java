package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records that are written together are the same records.
class BatchTest {

    private static final int BATCH = 250;

    private final List<MigrationEvent> events = new RandomEvents(11).everyKind(100);

    @TempDir
    private Path folder;

    @Test
    void batches_and_single_events_read_as_one_trace() throws Exception {
        Path trace = write();
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events.size(), reader.count());
            for (int from = 0; from < events.size(); from += 77) {
                try (EventReader at = reader.readFrom(from)) {
                    for (MigrationEvent event : events.subList(from, Math.min(events.size(), from + 300))) {
                        assertEquals(event, at.next());
                    }
                }
            }
        }
        assertTrue(TraceVerifier.verify(trace).isIntact());
    }

    @Test
    void without_index_the_records_of_batches_are_found_one_by_one() throws Exception {
        Path trace = write();
        java.nio.file.Files.delete(trace.resolve("index"));
        try (TraceReader reader = TraceReader.open(trace);
                EventReader at = reader.readFrom(events.size() - 1L)) {
            assertEquals(events.getLast(), at.next());
        }
    }

    @Test
    void chronicle_reads_a_batch_as_one_document_with_all_its_bytes() throws Exception {
        Path trace = write();
        List<Integer> lengths = new ArrayList<>();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(trace.resolve("queue"))
                        .rollCycle(LargeRollCycles.LARGE_DAILY)
                        .timeProvider(() -> 0L)
                        .readOnly(true)
                        .build();
                ExcerptTailer tailer = queue.createTailer()) {
            for (boolean more = true; more; ) {
                try (DocumentContext document = tailer.readingDocument()) {
                    more = document.isPresent();
                    if (more) {
                        lengths.add((int) document.wire().bytes().readRemaining());
                    }
                }
            }
        }
        int batches = (events.size() + BATCH - 1) / BATCH;
        assertTrue(lengths.size() < events.size() / 2 + batches * 20, lengths.toString());
        assertTrue(lengths.stream().allMatch(length -> length <= RecordFrame.MAX_BYTES), lengths.toString());
    }

    /// Every other stretch of events in a batch; there are batches that are larger than one document.
    private Path write() throws Exception {
        Path trace = folder.resolve("a.vfr");
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (int i = 0; i < events.size(); i++) {
                if (i % BATCH == 0) {
                    if (i / BATCH % 2 == 0) {
                        writer.beginBatch();
                    } else {
                        writer.endBatch();
                    }
                }
                writer.append(events.get(i));
            }
        }
        return trace;
    }
}
