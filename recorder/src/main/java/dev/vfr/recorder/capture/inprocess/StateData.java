package dev.vfr.recorder.capture.inprocess;

import java.nio.ByteBuffer;

/// A piece of a device's state on its way through a data_fd: how long it is, what its digest is, and its bytes for
/// whoever wants them.
///
/// A simulated device of many GiB answers without having its bytes anywhere.
public interface StateData {

    /// Nothing: the end of a stream.
    StateData NONE = of(new byte[0]);

    /// Bytes.
    int length();

    /// The CRC32C of all of its bytes, as an unsigned number.
    long crc32c();

    /// A part of it.
    ///
    /// @throws IndexOutOfBoundsException where that is not inside of it
    StateData slice(int from, int length);

    /// Copies all of its bytes, and moves the position of `into` on by [#length].
    void copyTo(ByteBuffer into);

    /// All of its bytes.
    default byte[] toBytes() {
        byte[] bytes = new byte[length()];
        copyTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /// Data that is in memory. The array must not change afterwards.
    static StateData of(byte[] bytes) {
        return new HeapStateData(bytes, 0, bytes.length);
    }
}
