package dev.vfr.samples.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The layout of the stream of a device that is of no driver in particular, and the trailer that other layouts have
/// in their data too.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | magic |
/// | 8 | 16 | type of the device, padded with zeros |
/// | 24 | n | data |
/// | 24 + n | 8 | magic of a trailer: more follows, or the last one |
/// | 32 + n | 8 | CRC32C of everything before the trailer |
///
/// The length of the data is not in the image: it is known only when STOP_COPY ends. Numbers are little-endian.
final class PlainImage {

    static final int HEADER_BYTES = 24;
    static final int TRAILER_BYTES = 16;

    private static final long MAGIC = 0x45_54_41_54_53_52_46_56L;
    private static final long MAGIC_MORE = MAGIC + 1;
    private static final int TYPE_BYTES = 16;

    private PlainImage() {}

    static byte[] header(String type) {
        byte[] header = new byte[HEADER_BYTES];
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC).put(padded(type, TYPE_BYTES));
        return header;
    }

    /// The first letters of a type, padded with zeros.
    static byte[] padded(String type, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(length)
                .put(name, 0, Math.min(name.length, length))
                .array();
    }

    /// What stands at the end of data, or of a part of it.
    static byte[] trailer(boolean last, long crc32c) {
        byte[] trailer = new byte[TRAILER_BYTES];
        ByteBuffer.wrap(trailer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(last ? MAGIC : MAGIC_MORE)
                .putLong(crc32c);
        return trailer;
    }

    /// Whether a trailer is the last one; any other is taken for one that is not.
    static boolean isLast(byte[] trailer) {
        return ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getLong() == MAGIC;
    }
}
