package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSource;
import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a trace. Several threads may have readers of their own at once.
///
/// A trace whose writer was killed opens as well: [#shortfall] then says how far it goes.
public final class TraceReader implements EventSource {

    private final Manifest manifest;
    private final QueueFile queue;
    private final PositionIndex index;
    private final Optional<String> shortfall;

    private TraceReader(Manifest manifest, QueueFile queue, PositionIndex index, Optional<String> shortfall) {
        this.manifest = manifest;
        this.queue = queue;
        this.index = index;
        this.shortfall = shortfall;
    }

    /// Opens the trace in `directory`.
    ///
    /// @throws TraceException where there is none, or it cannot be read to its end
    public static TraceReader open(Path directory) throws TraceException {
        TraceFiles files = TraceFiles.existing(directory);
        Manifest manifest = ManifestFile.read(files.manifest());
        checkMetadata(files);
        QueueFile queue = QueueFile.open(files.queueFile());
        try {
            long start = QueueHeader.check(queue, "SCQStore");
            return manifest.closedCleanly() ? closed(files, manifest, queue, start) : recovered(manifest, queue, start);
        } catch (InternalError e) {
            queue.close();
            throw RecordReader.vanished(queue, e);
        } catch (TraceException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /// Chronicle's own table is not needed here, but a foreign one must not go unnoticed: whoever opens the queue with
    /// Chronicle's tools would run what it names.
    private static void checkMetadata(TraceFiles files) throws TraceException {
        try (QueueFile metadata = QueueFile.open(files.queueMetadata())) {
            QueueHeader.check(metadata, "STStore");
        } catch (TraceException e) {
            if (e.kind() == Kind.FOREIGN) {
                throw e;
            }
        }
    }

    private static TraceReader closed(TraceFiles files, Manifest manifest, QueueFile queue, long start)
            throws TraceException {
        long expectedBytes = manifest.queueBytes().orElseThrow();
        if (queue.size() < expectedBytes) {
            throw new TraceException(
                    Kind.TRUNCATED, queue.path() + ": expected " + expectedBytes + " bytes, found " + queue.size());
        }
        long events = manifest.events().orElseThrow();
        if (events > queue.size() / RecordFrame.MIN_BYTES) {
            throw new TraceException(
                    Kind.CORRUPT, files.manifest() + ": expected the number of events, found " + events);
        }
        int recordsCrc = ManifestFile.crc(manifest.recordsCrc32c()).orElseThrow();
        Optional<PositionIndex> stored = PositionIndex.read(files.index(), recordsCrc, events);
        PositionIndex index = stored.isPresent() ? stored.get() : walk(queue, start, events);
        return new TraceReader(manifest, queue, index, manifest.stopped());
    }

    private static PositionIndex walk(QueueFile queue, long start, long events) throws TraceException {
        PositionIndex index = new PositionIndex();
        FrameCursor cursor = new FrameCursor(queue, start);
        while (index.records() < events) {
            if (cursor.advance() != Step.RECORD) {
                throw RecordReader.noRecord(queue, cursor, index.records());
            }
            index.add(cursor.position() - FrameCursor.WORD_BYTES);
        }
        return index;
    }

    /// Without totals nothing is believed that its checksum does not prove.
    private static TraceReader recovered(Manifest manifest, QueueFile queue, long start) {
        PositionIndex index = new PositionIndex();
        FrameCursor cursor = new FrameCursor(queue, start);
        RecordBytes bytes = new RecordBytes();
        Step step = cursor.advance();
        while (step == Step.RECORD && bytes.load(queue, cursor) && bytes.seq() == index.records()) {
            index.add(cursor.position() - FrameCursor.WORD_BYTES);
            step = cursor.advance();
        }
        long end = step == Step.RECORD ? cursor.position() - FrameCursor.WORD_BYTES : cursor.next();
        String next = switch (step) {
            case INCOMPLETE -> "one more was being written";
            case RECORD, DAMAGED -> "what follows at byte " + end + " is damaged";
            case END ->
                queue.firstNonZero(end) < queue.size()
                        ? "after a gap at byte " + end + " there is more that cannot be read"
                        : "nothing follows";
        };
        String shortfall = "not closed by its writer: " + index.records() + " events recovered, " + next;
        return new TraceReader(manifest, queue, index, Optional.of(shortfall));
    }

    public Manifest manifest() {
        return manifest;
    }

    /// Why the trace is shorter than what was to be recorded, on one line; empty where it is whole.
    public Optional<String> shortfall() {
        return shortfall;
    }

    @Override
    public long count() {
        return index.records();
    }

    @Override
    public EventReader readFrom(long position) throws TraceException {
        if (position < 0 || position > count()) {
            throw new IndexOutOfBoundsException("event " + position + " of " + count());
        }
        return new RecordReader(queue, index, position);
    }

    @Override
    public void close() {
        queue.close();
    }
}
