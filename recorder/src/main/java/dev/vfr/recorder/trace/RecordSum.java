package dev.vfr.recorder.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A checksum over the checksums of all records in their order: CRC32C of their 4 bytes each, little-endian.
final class RecordSum {

    private final ByteBuffer pending = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    void add(int recordCrc) {
        if (!pending.hasRemaining()) {
            drain();
        }
        pending.putInt(recordCrc);
    }

    int value() {
        drain();
        return (int) crc.getValue();
    }

    private void drain() {
        crc.update(pending.array(), 0, pending.position());
        pending.clear();
    }
}
