package dev.vfr.model.vfio;

import java.nio.ByteBuffer;

/// The payload of VFIO_DEVICE_FEATURE_MIGRATION.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u64 | flags, see [MigrationFlags] |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_migration. Numbers are in the buffer's byte order.
public record MigrationPayload(MigrationFlags flags) {

    public static final int SIZE_BYTES = 8;

    public static MigrationPayload decode(ByteBuffer buffer, int at) {
        return new MigrationPayload(new MigrationFlags(buffer.getLong(at)));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putLong(at, flags.bits());
    }
}
