package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/// The bytes of a simulated device's state on their way through a data_fd: what the source gives, and whether the
/// destination can take it.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | magic |
/// | 8 | 16 | type of the device, padded with zeros |
/// | 24 | n | data |
/// | 24 + n | 8 | magic |
/// | 32 + n | 8 | CRC32C of everything before the trailer |
///
/// The length of the data is not in the image: it is known only when STOP_COPY ends. Numbers are little-endian.
final class StateImage {

    static final int HEADER_BYTES = 24;
    static final int TRAILER_BYTES = 16;

    private static final long MAGIC = 0x45_54_41_54_53_52_46_56L;
    private static final int TYPE_BYTES = 16;

    /// A prime, so that pieces of a power of two never look alike.
    private static final int PATTERN_BYTES = 65_521;

    private StateImage() {}

    private static byte[] header(String type) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        header.putLong(MAGIC).put(name, 0, Math.min(name.length, TYPE_BYTES));
        return bytes(header);
    }

    private static byte[] trailer(CRC32C crc) {
        return bytes(ByteBuffer.allocate(TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putLong(crc.getValue()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    /// Gives the image of one saving session, piece by piece.
    static final class Source {
        private final byte[] header;
        private final byte[] pattern = new byte[PATTERN_BYTES];
        private final CRC32C crc = new CRC32C();
        private long offset;
        private byte[] trailer = new byte[0];

        Source(String type, SplittableRandom random) {
            header = header(type);
            random.nextBytes(pattern);
        }

        /// Puts the next `length` bytes of header and data into `into`.
        void next(ByteBuffer into, int length) {
            int position = into.position();
            for (int left = length; left > 0; ) {
                boolean inHeader = offset < HEADER_BYTES;
                byte[] from = inHeader ? header : pattern;
                int at = inHeader ? (int) offset : (int) ((offset - HEADER_BYTES) % PATTERN_BYTES);
                int piece = Math.min(left, from.length - at);
                into.put(from, at, piece);
                offset += piece;
                left -= piece;
            }
            crc.update(into.slice(position, length));
        }

        /// Puts `length` bytes of the trailer from its byte `at` on; nothing but the trailer may follow.
        void nextOfTrailer(ByteBuffer into, int at, int length) {
            if (at == 0) {
                trailer = trailer(crc);
            }
            into.put(trailer, at, length);
        }
    }

    /// Takes the image of one resuming session, piece by piece, and judges it at the end.
    static final class Destination {
        private final byte[] header;
        private final byte[] start = new byte[HEADER_BYTES];
        private final CRC32C crc = new CRC32C();
        private final byte[] tail = new byte[TRAILER_BYTES];
        private int tailLength;
        private long length;

        Destination(String type) {
            header = header(type);
        }

        /// Takes all that remains in `from`. The last bytes are kept back, since they may be the trailer.
        void take(ByteBuffer from) {
            int size = from.remaining();
            for (int i = 0; i < size && length + i < HEADER_BYTES; i++) {
                start[(int) length + i] = from.get(from.position() + i);
            }
            int overflow = Math.max(0, tailLength + size - TRAILER_BYTES);
            int fromTail = Math.min(overflow, tailLength);
            crc.update(tail, 0, fromTail);
            System.arraycopy(tail, fromTail, tail, 0, tailLength - fromTail);
            tailLength -= fromTail;
            int direct = overflow - fromTail;
            crc.update(from.slice(from.position(), direct));
            from.position(from.position() + direct);
            int rest = from.remaining();
            from.get(tail, tailLength, rest);
            tailLength += rest;
            length += size;
        }

        /// What is wrong with what was taken: EINVAL for another type's data, for missing and for changed bytes.
        Optional<Errno> refusal() {
            boolean ok = length >= HEADER_BYTES + TRAILER_BYTES
                    && Arrays.equals(start, header)
                    && Arrays.equals(tail, trailer(crc));
            return ok ? Optional.empty() : Optional.of(Errno.EINVAL);
        }
    }
}
