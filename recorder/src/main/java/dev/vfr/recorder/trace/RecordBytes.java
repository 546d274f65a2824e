package dev.vfr.recorder.trace;

import dev.vfr.model.event.MigrationEvent;
import org.agrona.concurrent.UnsafeBuffer;

/// One record at a time, copied from the queue and checked.
final class RecordBytes {

    private final RecordFrame frame = new RecordFrame();
    private final RecordCodec codec = new RecordCodec();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private byte[] bytes = new byte[4096];
    private int length;

    /// Copies the record that `cursor` has found.
    ///
    /// @return whether its checksum is right
    boolean load(QueueFile file, FrameCursor cursor) {
        length = cursor.length();
        if (length > bytes.length) {
            bytes = new byte[Integer.highestOneBit(length) * 2];
        }
        file.copy(cursor.position(), bytes, length);
        return crc() == computedCrc();
    }

    /// The record's bytes, and any behind them; valid until the next [#load].
    byte[] array() {
        return bytes;
    }

    int crc() {
        return RecordFrame.crc(bytes);
    }

    int computedCrc() {
        return frame.computed(bytes, length);
    }

    long seq() {
        return RecordFrame.seq(bytes);
    }

    int length() {
        return length;
    }

    /// The event in the record.
    ///
    /// @throws IllegalArgumentException if the record holds none that this version knows
    MigrationEvent event() {
        message.wrap(bytes, RecordFrame.MESSAGE_AT, length - RecordFrame.MESSAGE_AT);
        try {
            return codec.decode(seq(), message, 0);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // A length inside of the message that is garbage asks for any amount of memory.
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}
