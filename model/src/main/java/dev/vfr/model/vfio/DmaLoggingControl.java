package dev.vfr.model.vfio;

import java.nio.ByteBuffer;

/// The payload of VFIO_DEVICE_FEATURE_DMA_LOGGING_START.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u64 | page_size: wanted, comes back as what the device uses |
/// | 8 | u32 | num_ranges |
/// | 12 | u32 | reserved |
/// | 16 | u64 | address of an array of [DmaLoggingRange] |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_dma_logging_control. Numbers are in the buffer's
/// byte order.
///
/// @param pageSizeBytes bytes, a power of two from 4096 on in a legal request
/// @param rangeCount how many ranges, an unsigned 32-bit number, 1 to [#RANGES_MAX] in a legal request
/// @param rangesAddress address in the caller's memory
public record DmaLoggingControl(long pageSizeBytes, long rangeCount, long rangesAddress) {

    public static final int SIZE_BYTES = 24;

    /// The array must fit into one page of 4 KiB, else the kernel says E2BIG.
    public static final int RANGES_MAX = 4096 / DmaLoggingRange.SIZE_BYTES;

    public DmaLoggingControl {
        if (rangeCount < 0 || rangeCount > 0xffff_ffffL) {
            throw new IllegalArgumentException("num_ranges " + rangeCount);
        }
    }

    public static DmaLoggingControl decode(ByteBuffer buffer, int at) {
        return new DmaLoggingControl(
                buffer.getLong(at), Integer.toUnsignedLong(buffer.getInt(at + 8)), buffer.getLong(at + 16));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putLong(at, pageSizeBytes)
                .putInt(at + 8, (int) rangeCount)
                .putInt(at + 12, 0)
                .putLong(at + 16, rangesAddress);
    }
}
