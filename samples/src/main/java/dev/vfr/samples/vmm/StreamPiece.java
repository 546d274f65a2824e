package dev.vfr.samples.vmm;

import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.List;

/// Some bytes of the migration stream, as far as possible without having them in memory.
public sealed interface StreamPiece {

    /// Bytes.
    long length();

    /// The bytes, as many buffers as it takes, each valid only until the next is asked for.
    Iterable<ByteBuffer> buffers();

    /// Heads, records and whatever else is small.
    ///
    /// @param content from its first byte to its capacity; not changed
    record Head(ByteBuffer content) implements StreamPiece {

        static Head of(byte[] bytes) {
            return new Head(ByteBuffer.wrap(bytes));
        }

        byte[] bytes() {
            byte[] bytes = new byte[content.capacity()];
            content.duplicate().get(bytes);
            return bytes;
        }

        @Override
        public long length() {
            return content.capacity();
        }

        @Override
        public Iterable<ByteBuffer> buffers() {
            return List.of(content.duplicate());
        }
    }

    /// Data of a device.
    record Data(StateData data) implements StreamPiece {
        @Override
        public long length() {
            return data.length();
        }

        @Override
        public Iterable<ByteBuffer> buffers() {
            return List.of(ByteBuffer.wrap(data.toBytes()));
        }
    }

    /// Pages of guest memory, each with its head.
    ///
    /// @param first the number of the first page
    record Pages(long first, int count) implements StreamPiece {
        @Override
        public long length() {
            return (long) count * RamSection.PAGE_RECORD_BYTES;
        }

        @Override
        public Iterable<ByteBuffer> buffers() {
            return () -> new RamSection.PageBuffers(first, count);
        }
    }
}
