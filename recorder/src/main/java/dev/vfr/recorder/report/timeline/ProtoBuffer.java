package dev.vfr.recorder.report.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// One message of Protocol Buffers in the making: fields are appended in any order.
///
/// Source: protobuf.dev, "Encoding": a field is its number and wire type as a varint, then the value; type 0 is a
/// varint, type 1 eight bytes with the lowest first, type 2 a length as a varint and so many bytes.
final class ProtoBuffer {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    /// A whole number, negative ones in ten bytes as int64 and uint64 want it.
    void number(int field, long value) {
        varint(((long) field << 3) | VARINT);
        varint(value);
    }

    /// A double.
    void real(int field, double value) {
        varint(((long) field << 3) | FIXED64);
        ensure(Long.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    void text(int field, String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        varint(((long) field << 3) | LENGTH_DELIMITED);
        varint(utf8.length);
        append(utf8, utf8.length);
    }

    /// A message inside.
    void message(int field, ProtoBuffer inner) {
        varint(((long) field << 3) | LENGTH_DELIMITED);
        varint(inner.size);
        append(inner.bytes, inner.size);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    private void append(byte[] more, int length) {
        ensure(length);
        System.arraycopy(more, 0, bytes, size, length);
        size += length;
    }

    private void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
