package dev.vfr.recorder.trace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.recorder.json.EventJsonReader;
import dev.vfr.recorder.json.EventJsonWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how fast the trace store is. Runs only when it is asked for by its name; see `BENCHMARKS.md`.
class TraceBenchmark {

    private static final int EVENTS = Integer.getInteger("events", 10_000_000);
    private static final int SEEKS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void measure() throws Exception {
        Path trace = folder.resolve("a.vfr");
        System.out.printf(Locale.ROOT, "%,d events%n", EVENTS);
        append(trace);
        for (int round = 0; round < 3; round++) {
            open(trace, "open with its index");
        }
        Path index = trace.resolve("index");
        Path aside = folder.resolve("index");
        Files.move(index, aside);
        for (int round = 0; round < 3; round++) {
            open(trace, "open without index");
        }
        Files.move(aside, index);
        for (int round = 0; round < 3; round++) {
            readFrames(trace);
        }
        for (int round = 0; round < 3; round++) {
            readTailer(trace);
        }
        for (int round = 0; round < 3; round++) {
            readEvents(trace);
        }
        seek(trace);
        timed("verify", () -> TraceVerifier.verify(trace).intactRecords());
        json(trace);
    }

    private static void append(Path trace) throws Exception {
        MigrationEvent[] some = some();
        TraceWriter writer = TraceWriter.create(trace);
        timed("append", () -> {
            for (int i = 0; i < EVENTS; i++) {
                writer.append(some[i & 1023]);
            }
            return EVENTS;
        });
        long from = System.nanoTime();
        writer.close();
        double seconds = (System.nanoTime() - from) / 1e9;
        long bytes = TraceReader.open(trace).manifest().queueBytes().orElseThrow();
        System.out.printf(Locale.ROOT, "%-26s %10.3f s, %,d bytes%n", "close", seconds, bytes);
    }

    private static void open(Path trace, String what) throws Exception {
        long from = System.nanoTime();
        try (TraceReader reader = TraceReader.open(trace);
                EventReader last = reader.readFrom(reader.count() - 1)) {
            Objects.requireNonNull(last.next());
            System.out.printf(Locale.ROOT, "%-26s %10.3f ms%n", what, (System.nanoTime() - from) / 1e6);
        }
    }

    private static void readFrames(Path trace) throws Exception {
        try (QueueFile file = QueueFile.open(new TraceFiles(trace).queueFile())) {
            RecordBytes bytes = new RecordBytes();
            FrameCursor cursor = new FrameCursor(file, QueueHeader.check(file, "SCQStore"));
            timed("read, records checked", () -> {
                long count = 0;
                while (cursor.advance() == FrameCursor.Step.RECORD && bytes.load(file, cursor)) {
                    count++;
                }
                return count;
            });
        }
    }

    private static void readTailer(Path trace) throws Exception {
        byte[] record = new byte[4096];
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(trace.resolve("queue"))
                        .readOnly(true)
                        .build();
                ExcerptTailer tailer = queue.createTailer()) {
            timed("read, Chronicle tailer", () -> {
                for (long count = 0; ; count++) {
                    try (DocumentContext document = tailer.readingDocument()) {
                        if (!document.isPresent()) {
                            return count;
                        }
                        var bytes = Objects.requireNonNull(document.wire()).bytes();
                        bytes.read(record, 0, (int) bytes.readRemaining());
                    }
                }
            });
        }
    }

    private static void readEvents(Path trace) throws Exception {
        try (TraceReader reader = TraceReader.open(trace);
                EventReader events = reader.readFrom(0)) {
            timed("read, events", () -> {
                long count = 0;
                while (events.next() != null) {
                    count++;
                }
                return count;
            });
        }
    }

    private static void seek(Path trace) throws Exception {
        Random random = new Random(1);
        long[] ns = new long[SEEKS];
        try (TraceReader reader = TraceReader.open(trace)) {
            for (int i = 0; i < SEEKS; i++) {
                long target = random.nextLong(reader.count());
                long from = System.nanoTime();
                try (EventReader events = reader.readFrom(target)) {
                    Objects.requireNonNull(events.next());
                }
                ns[i] = System.nanoTime() - from;
            }
        }
        Arrays.sort(ns);
        System.out.printf(
                Locale.ROOT,
                "%-26s p50 %.1f µs, p99 %.1f µs%n",
                "event at a random place",
                ns[SEEKS / 2] / 1e3,
                ns[SEEKS * 99 / 100] / 1e3);
    }

    private static void json(Path trace) throws Exception {
        Path file = trace.resolveSibling("a.jsonl");
        try (TraceReader reader = TraceReader.open(trace);
                EventReader events = reader.readFrom(0);
                OutputStream stream = Files.newOutputStream(file);
                EventJsonWriter out = new EventJsonWriter(stream)) {
            timed("trace to JSON lines", () -> {
                long count = 0;
                for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                    out.write(event);
                    count++;
                }
                return count;
            });
        }
        try (InputStream stream = Files.newInputStream(file);
                EventJsonReader events = new EventJsonReader(stream, "a.jsonl")) {
            timed("JSON lines to events", () -> {
                long count = 0;
                while (events.next() != null) {
                    count++;
                }
                return count;
            });
        }
    }

    /// What a migration mostly consists of.
    private static MigrationEvent[] some() {
        MigrationEvent[] some = new MigrationEvent[1024];
        for (int i = 0; i < some.length; i++) {
            EventHeader header = new EventHeader(i, 1_000_000L + i * 500L, 350, 0, 4711, 0, 0);
            some[i] = switch (i % 16) {
                case 0 ->
                    new PrecopyInfoQueried(
                            header,
                            CallResult.OK,
                            OptionalInt.of(0),
                            OptionalInt.of(0),
                            OptionalLong.of(1L << 20),
                            OptionalLong.of(i));
                case 1 -> new VmmStepSeen(header, "vfio_state_pending_exact", " (mt0) stopcopy size 4096");
                default ->
                    new DataRead(
                            header,
                            CallResult.OK,
                            OptionalLong.of(1L << 20),
                            OptionalLong.of(65536),
                            OptionalLong.of(i * 65536L),
                            Optional.empty());
            };
        }
        return some;
    }

    private static void timed(String what, Work work) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuFrom = threads.getCurrentThreadCpuTime();
        long from = System.nanoTime();
        long events = work.run();
        double seconds = (System.nanoTime() - from) / 1e9;
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuFrom) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-26s %8.3f s, %6.2f M/s; CPU %8.3f s, %6.1f ns an event%n",
                what,
                seconds,
                events / seconds / 1e6,
                cpuSeconds,
                cpuSeconds * 1e9 / events);
        if (events != EVENTS) {
            throw new AssertionError("events: " + events);
        }
    }

    @FunctionalInterface
    private interface Work {
        long run() throws Exception;
    }
}
