package dev.vfr.model.vfio;

import java.nio.ByteBuffer;

/// The payload of VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u64 | iova |
/// | 8 | u64 | length |
/// | 16 | u64 | page_size |
/// | 24 | u64 | address of the bitmap, one bit a page, lowest bit first; set bits are added |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_dma_logging_report. Numbers are in the buffer's
/// byte order.
///
/// @param lengthBytes bytes, unsigned
/// @param pageSizeBytes bytes of a page in the bitmap, a power of two from 4096 on in a legal request
/// @param bitmapAddress address in the caller's memory
public record DmaLoggingReport(long iova, long lengthBytes, long pageSizeBytes, long bitmapAddress) {

    public static final int SIZE_BYTES = 32;

    private static final long SMALLEST_PAGE_BYTES = 4096;

    public static DmaLoggingReport decode(ByteBuffer buffer, int at) {
        return new DmaLoggingReport(
                buffer.getLong(at), buffer.getLong(at + 8), buffer.getLong(at + 16), buffer.getLong(at + 24));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putLong(at, iova)
                .putLong(at + 8, lengthBytes)
                .putLong(at + 16, pageSizeBytes)
                .putLong(at + 24, bitmapAddress);
    }

    /// Whether the kernel's core takes `pageSizeBytes`: a power of two from 4096 on, else EINVAL.
    public static boolean isLegalPageSize(long pageSizeBytes) {
        return pageSizeBytes >= SMALLEST_PAGE_BYTES && Long.bitCount(pageSizeBytes) == 1;
    }
}
