package dev.vfr.model.vfio;

import java.nio.ByteBuffer;

/// The payload of VFIO_DEVICE_FEATURE_MIG_DATA_SIZE: what the driver estimates that STOP_COPY will stream.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u64 | stop_copy_length |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size. Numbers are in the buffer's byte
/// order.
///
/// @param stopCopyLength bytes, an unsigned 64-bit number
public record MigDataSize(long stopCopyLength) {

    public static final int SIZE_BYTES = 8;

    public static MigDataSize decode(ByteBuffer buffer, int at) {
        return new MigDataSize(buffer.getLong(at));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putLong(at, stopCopyLength);
    }
}
