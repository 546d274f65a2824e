package dev.vfr.model.vfio;

import java.nio.ByteBuffer;

/// One range of IO virtual addresses to be logged.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u64 | iova |
/// | 8 | u64 | length |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_dma_logging_range. Numbers are in the buffer's
/// byte order.
///
/// @param iova first address
/// @param lengthBytes bytes, unsigned, > 0 in a legal range
public record DmaLoggingRange(long iova, long lengthBytes) {

    public static final int SIZE_BYTES = 16;

    public static DmaLoggingRange decode(ByteBuffer buffer, int at) {
        return new DmaLoggingRange(buffer.getLong(at), buffer.getLong(at + 8));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putLong(at, iova).putLong(at + 8, lengthBytes);
    }
}
