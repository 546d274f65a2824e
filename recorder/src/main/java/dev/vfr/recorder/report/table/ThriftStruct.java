package dev.vfr.recorder.report.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// A struct of Apache Thrift in its compact protocol, in the making: fields are appended in rising order.
///
/// Source: thrift-compact-protocol.md of Apache Thrift: a field is the difference to the number before it and its type
/// in one byte, then the value; whole numbers are zigzag varints; a struct ends with a zero byte.
final class ThriftStruct {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last;

    ThriftStruct i32(int field, int value) {
        begin(field, I32);
        zigzag(value);
        return this;
    }

    ThriftStruct i64(int field, long value) {
        begin(field, I64);
        zigzag(value);
        return this;
    }

    ThriftStruct text(int field, String value) {
        begin(field, BINARY);
        text(value);
        return this;
    }

    ThriftStruct struct(int field, ThriftStruct value) {
        begin(field, STRUCT);
        bytes.writeBytes(value.toBytes());
        return this;
    }

    ThriftStruct i32s(int field, List<Integer> values) {
        list(field, I32, values.size());
        values.forEach(this::zigzag);
        return this;
    }

    ThriftStruct texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    ThriftStruct structs(int field, List<ThriftStruct> values) {
        list(field, STRUCT, values.size());
        values.forEach(value -> bytes.writeBytes(value.toBytes()));
        return this;
    }

    /// The struct with its end.
    byte[] toBytes() {
        byte[] open = bytes.toByteArray();
        return java.util.Arrays.copyOf(open, open.length + 1);
    }

    private void begin(int field, int type) {
        bytes.write(((field - last) << 4) | type);
        last = field;
    }

    private void list(int field, int type, int size) {
        begin(field, LIST);
        if (size < 15) {
            bytes.write((size << 4) | type);
        } else {
            bytes.write(0xf0 | type);
            varint(size);
        }
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        varint(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
