package dev.vfr.recorder.capture.inprocess;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/// Data that is in memory.
final class HeapStateData implements StateData {

    private final byte[] bytes;
    private final int start;
    private final int length;

    HeapStateData(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, length);
        return crc.getValue();
    }

    @Override
    public StateData slice(int from, int sliceLength) {
        Objects.checkFromIndexSize(from, sliceLength, length);
        return new HeapStateData(bytes, start + from, sliceLength);
    }

    @Override
    public void copyTo(ByteBuffer into) {
        into.put(bytes, start, length);
    }
}
