package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the events of a trace forward, checking each record. For one thread.
///
/// At the first record that is not as it should be it hands over to a reader that goes around damage.
final class RecordReader implements EventReader {

    /// Gives readers that go around damage.
    @FunctionalInterface
    interface Detour {

        /// A reader of what is left.
        ///
        /// @param index number of the first event to be read
        EventReader readFrom(long index) throws TraceException;
    }

    private final QueueFile queue;
    private final FrameCursor cursor;
    private final Detour detour;
    private final RecordBytes bytes = new RecordBytes();
    private final long count;
    private long index;
    private @Nullable EventReader around;

    RecordReader(QueueFile queue, PositionIndex places, long index, Detour detour) throws TraceException {
        this.queue = queue;
        this.detour = detour;
        this.count = places.records();
        this.index = index;
        long mark = index - index % PositionIndex.STRIDE;
        this.cursor = new FrameCursor(queue, mark < count ? places.placeBefore(index) : queue.size());
        try {
            if (!skip(index - mark)) {
                around = detour.readFrom(index);
            }
        } catch (InternalError e) {
            throw vanished(queue.path(), e);
        }
    }

    private boolean skip(long records) {
        for (long i = 0; i < records; i++) {
            if (cursor.advance() != Step.RECORD) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable MigrationEvent next() throws EventSourceException {
        if (around != null) {
            return around.next();
        }
        if (index == count) {
            return null;
        }
        try {
            if (cursor.advance() == Step.RECORD && bytes.load(queue, cursor) && bytes.seq() == index) {
                MigrationEvent event = bytes.event();
                index++;
                return event;
            }
        } catch (InternalError e) {
            throw vanished(queue.path(), e);
        } catch (IllegalArgumentException e) {
            // No event that this version knows is damage like any other.
        }
        EventReader next = detour.readFrom(index);
        around = next;
        return next.next();
    }

    @Override
    public boolean isGap() {
        return around != null && around.isGap();
    }

    /// The file was cut while it was mapped.
    static TraceException vanished(Path queue, InternalError e) {
        return new TraceException(
                Kind.IO, queue + ": cannot be read: the file was cut or the disk failed while it was read", e);
    }

    @Override
    public void close() {}
}
