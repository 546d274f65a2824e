package dev.vfr.ui.testing;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.TraceWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Writes a trace and damages events of it on disk.
public final class DamagedTrace {

    private static final int SEQ_AT = 8;
    private static final int CONTENT_AT = 40;
    private static final int LENGTH_MASK = 0x3fffffff;

    private DamagedTrace() {}

    /// Makes a trace in `folder` of which the events `first` to before `end` cannot be read.
    public static Path write(Path folder, List<MigrationEvent> events, int first, int end) throws Exception {
        Path trace = folder.resolve("damaged.vfr");
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
        }
        Path queue = queueOf(trace);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(queue)).order(ByteOrder.LITTLE_ENDIAN);
        int at = behind(bytes, 0);
        for (int seq = 0; seq < end; at = behind(bytes, at)) {
            boolean record = bytes.getInt(at) == (bytes.getInt(at) & LENGTH_MASK) && bytes.getLong(at + SEQ_AT) == seq;
            if (record && seq >= first) {
                bytes.put(at + CONTENT_AT, (byte) (bytes.get(at + CONTENT_AT) ^ 1));
            }
            seq += record ? 1 : 0;
        }
        Files.write(queue, bytes.array());
        return trace;
    }

    private static int behind(ByteBuffer bytes, int word) {
        return (word + Integer.BYTES + (bytes.getInt(word) & LENGTH_MASK) + 3) & ~3;
    }

    private static Path queueOf(Path trace) throws IOException {
        try (Stream<Path> files = Files.list(trace.resolve("queue"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
