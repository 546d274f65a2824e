package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import org.jspecify.annotations.Nullable;

/// Reads the events of a trace forward, checking each record. For one thread.
final class RecordReader implements EventReader {

    private final QueueFile queue;
    private final FrameCursor cursor;
    private final RecordBytes bytes = new RecordBytes();
    private final long count;
    private long index;

    RecordReader(QueueFile queue, PositionIndex places, long index) throws TraceException {
        this.queue = queue;
        this.count = places.records();
        this.index = index - index % PositionIndex.STRIDE;
        this.cursor = new FrameCursor(queue, this.index < count ? places.placeBefore(index) : queue.size());
        try {
            skipTo(index);
        } catch (InternalError e) {
            throw vanished(queue, e);
        }
    }

    private void skipTo(long target) throws TraceException {
        for (; index < target; index++) {
            if (cursor.advance() != Step.RECORD) {
                throw noRecord(queue, cursor, index);
            }
        }
    }

    @Override
    public @Nullable MigrationEvent next() throws TraceException {
        if (index == count) {
            return null;
        }
        try {
            if (cursor.advance() != Step.RECORD) {
                throw noRecord(queue, cursor, index);
            }
            if (!bytes.load(queue, cursor)) {
                throw damaged("checksum " + ManifestFile.hex(bytes.crc()), ManifestFile.hex(bytes.computedCrc()));
            }
            if (bytes.seq() != index) {
                throw damaged("sequence number " + index, String.valueOf(bytes.seq()));
            }
            MigrationEvent event = bytes.event();
            index++;
            return event;
        } catch (InternalError e) {
            throw vanished(queue, e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged("an event", String.valueOf(e.getMessage()));
        }
    }

    private TraceException damaged(String expected, String found) {
        return new TraceException(
                Kind.CORRUPT,
                queue.path() + ": event " + index + " at byte " + cursor.position() + ": expected " + expected
                        + ", found " + found);
    }

    /// There is no record where the record `index` should be.
    static TraceException noRecord(QueueFile queue, FrameCursor cursor, long index) {
        String found = cursor.next() + FrameCursor.WORD_BYTES > queue.size()
                ? "the end of the file"
                : "0x" + ManifestFile.hex(queue.word(cursor.next()));
        return new TraceException(
                Kind.CORRUPT,
                queue.path() + ": event " + index + " at byte " + cursor.next() + ": expected a record, found "
                        + found);
    }

    /// The file was cut while it was mapped.
    static TraceException vanished(QueueFile queue, InternalError e) {
        return new TraceException(
                Kind.IO, queue.path() + ": cannot be read: the file was cut or the disk failed while it was read", e);
    }

    @Override
    public void close() {}
}
