package dev.vfr.samples.vmm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Takes the migration stream as it arrives at the destination.
public interface StreamCopy {

    /// Keeps nothing.
    StreamCopy NONE = piece -> {};

    /// Takes the next bytes.
    void take(StreamPiece piece);

    /// Writes all bytes to a channel, those of guest memory too.
    ///
    /// A failure of the channel comes as an [UncheckedIOException].
    static StreamCopy to(WritableByteChannel channel) {
        return piece -> {
            try {
                for (ByteBuffer buffer : piece.buffers()) {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
