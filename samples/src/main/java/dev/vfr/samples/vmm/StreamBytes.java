package dev.vfr.samples.vmm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Collects bytes as QEMU's stream has them: integers with the high byte first.
final class StreamBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    StreamBytes u8(int value) {
        out.write(value);
        return this;
    }

    StreamBytes u16(int value) {
        return bytes(ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
    }

    StreamBytes u32(int value) {
        return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    StreamBytes u64(long value) {
        return bytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    StreamBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /// A string behind its length in one byte.
    StreamBytes string8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return u8(bytes.length).bytes(bytes);
    }

    /// A string behind its length in four bytes.
    StreamBytes string32(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return u32(bytes.length).bytes(bytes);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    StreamPiece piece() {
        return StreamPiece.Head.of(toBytes());
    }
}
