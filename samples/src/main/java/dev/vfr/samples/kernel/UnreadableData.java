package dev.vfr.samples.kernel;

import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The argument of a write(2) from an address where nothing is: it has a length, but a copy from it gives
/// EFAULT.
///
/// @param length bytes
public record UnreadableData(int length) implements StateData {

    @Override
    public long crc32c() {
        throw new UnsupportedOperationException("EFAULT");
    }

    @Override
    public StateData slice(int from, int sliceLength) {
        Objects.checkFromIndexSize(from, sliceLength, length);
        return new UnreadableData(sliceLength);
    }

    @Override
    public void copyTo(ByteBuffer into) {
        throw new UnsupportedOperationException("EFAULT");
    }
}
