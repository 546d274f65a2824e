package dev.vfr.recorder.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One piece of device data as it stands in the queue of its own, `NAME.vfr/payload/queue`. All numbers are
/// little-endian. What is before the place is as in [RecordFrame].
///
/// | at | bytes | content |
/// |---|---|---|
/// | 0 | 4 | CRC32C of everything after it |
/// | 4 | 8 | number of the record, from 0 |
/// | 12 | 12 | process, device, session (4 each) |
/// | 24 | 4 | length of the data |
/// | 28 | 8 | bytes of the session before the data |
/// | 36 | 16 | zeros, for what may come |
/// | 52 | … | the data |
/// | … | 0–3 | zeros up to a multiple of 4 |
final class PayloadFrame {

    /// As many bytes are put into one record at most.
    static final int MAX_DATA_BYTES = 1 << 20;

    static final int DATA_AT = 52;

    private static final int PLACE_AT = 12;
    private static final int LENGTH_AT = 24;

    private PayloadFrame() {}

    static void putPlace(byte[] record, PayloadPlace place, int length) {
        ByteBuffer.wrap(record, PLACE_AT, DATA_AT - PLACE_AT)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(place.process())
                .putInt(place.device())
                .putInt(place.session())
                .putInt(length)
                .putLong(place.streamOffset())
                .putLong(0)
                .putLong(0);
    }

    /// @throws IllegalArgumentException where there is none
    static PayloadPlace place(byte[] record) {
        ByteBuffer at = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).position(PLACE_AT);
        int process = at.getInt();
        int device = at.getInt();
        int session = at.getInt();
        at.getInt();
        return new PayloadPlace(process, device, session, at.getLong());
    }

    /// Length of the data in bytes.
    ///
    /// @param length of the record
    /// @throws IllegalArgumentException where the record is shorter
    static int dataLength(byte[] record, int length) {
        int bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT);
        if (bytes < 0 || bytes > length - DATA_AT) {
            throw new IllegalArgumentException("data of " + bytes + " bytes");
        }
        return bytes;
    }
}
