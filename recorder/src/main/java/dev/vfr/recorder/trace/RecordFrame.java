package dev.vfr.recorder.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// One record as it stands in the queue. All numbers are little-endian.
///
/// | at | bytes | content |
/// |---|---|---|
/// | 0 | 4 | CRC32C of everything after it, up to the end of the record |
/// | 4 | 8 | sequence number, from 0 |
/// | 12 | 8 | message header of Simple Binary Encoding: block length, template, schema, version (2 bytes each) |
/// | 20 | 32 | origin: time ns (8), duration ns (8), process, thread, device, session (4 each) |
/// | 52 | … | the rest of the message, see `events.xml` |
/// | … | 0–3 | zeros up to a multiple of 4 |
///
/// Chronicle Queue puts its own 4-byte header before it, see [FrameCursor].
final class RecordFrame {

    static final int CRC_AT = 0;
    static final int SEQ_AT = 4;
    static final int MESSAGE_AT = 12;

    /// Frame, message header and origin: no record is shorter.
    static final int MIN_BYTES = 52;

    /// Far above any event that makes sense, and below what Chronicle Queue can take at once.
    static final int MAX_BYTES = 8 << 20;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final CRC32C crc = new CRC32C();

    /// Puts sequence number and checksum around the message that ends at `end`, and zeros after it.
    ///
    /// @return the length of the record in bytes
    int seal(byte[] record, int end, long seq) {
        int length = (end + 3) & ~3;
        for (int i = end; i < length; i++) {
            record[i] = 0;
        }
        LONG.set(record, SEQ_AT, seq);
        INT.set(record, CRC_AT, computed(record, length));
        return length;
    }

    static int crc(byte[] record) {
        return (int) INT.get(record, CRC_AT);
    }

    static long seq(byte[] record) {
        return (long) LONG.get(record, SEQ_AT);
    }

    /// The number of the message in `events.xml`.
    static int template(byte[] record) {
        return Short.toUnsignedInt((short) SHORT.get(record, MESSAGE_AT + Short.BYTES));
    }

    /// The checksum that a record of `length` bytes should have.
    int computed(byte[] record, int length) {
        crc.reset();
        crc.update(record, SEQ_AT, length - SEQ_AT);
        return (int) crc.getValue();
    }
}
