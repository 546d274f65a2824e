package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The headers of records and packets.
///
/// | layout | offset | type | field |
/// |---|---|---|---|
/// | RECORDS | 0 | u64 | bytes behind the header |
/// | | 8 | u32 | flags: bit 0 says that a reader who does not know the tag may skip the record |
/// | | 12 | u32 | tag: 0 the device's state, 1 the size of what STOP_COPY sends (mlx5) |
/// | PACKETS | 0 | u8 | version, 1 |
/// | | 1 | u8 | type: 1 descriptor, 2 trailer, 3 GGTT, 4 MMIO, 5 GuC, 6 VRAM |
/// | | 2 | u8 u8 | tile, GT |
/// | | 4 | u32 | flags |
/// | | 8 | u64 | offset in the part of the device |
/// | | 16 | u64 | bytes behind the header |
///
/// Sources: drivers/vfio/pci/mlx5/cmd.h, struct mlx5_vf_migration_header; drivers/vfio/pci/virtio/common.h; the packets
/// of drivers/gpu/drm/xe. Numbers are little-endian.
final class Frames {

    static final int TAG_STATE = 0;
    static final int TAG_STOP_COPY_SIZE = 1;
    static final int OPTIONAL = 1;

    static final int DESCRIPTOR = 1;
    static final int TRAILER = 2;
    static final int GGTT = 3;
    static final int MMIO = 4;
    static final int GUC = 5;
    static final int VRAM = 6;

    private static final int VERSION = 1;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int PACKET_HEADER_BYTES = 24;

    /// The most that a record can have: what the field of the command that loads it can say.
    private static final long RECORD_BYTES_MAX = 0xffff_ffffL;

    private Frames() {}

    /// What a header says.
    ///
    /// @param payloadBytes bytes behind the header
    /// @param hasTrailer whether the last of them are a trailer of [PlainImage]
    record Frame(long payloadBytes, boolean hasTrailer) {}

    static int headerBytes(Layout layout) {
        return switch (layout) {
            case PLAIN, FIXED -> 0;
            case RECORDS -> RECORD_HEADER_BYTES;
            case PACKETS -> PACKET_HEADER_BYTES;
        };
    }

    static byte[] record(int tag, int flags, long payloadBytes) {
        byte[] header = new byte[RECORD_HEADER_BYTES];
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(payloadBytes)
                .putInt(flags)
                .putInt(tag);
        return header;
    }

    static byte[] packet(int type, long offset, long payloadBytes) {
        byte[] header = new byte[PACKET_HEADER_BYTES];
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) VERSION)
                .put((byte) type)
                .putShort((short) 0)
                .putInt(0)
                .putLong(offset)
                .putLong(payloadBytes);
        return header;
    }

    /// What is wrong with a header, for the driver that reads it.
    static Optional<Errno> refusal(Layout layout, byte[] header, Errno badHeader) {
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (layout == Layout.PACKETS) {
            boolean known = fields.get(0) == VERSION && fields.get(1) >= DESCRIPTOR && fields.get(1) <= VRAM;
            return known && fields.getLong(16) >= 0 ? Optional.empty() : Optional.of(badHeader);
        }
        if (Long.compareUnsigned(fields.getLong(0), RECORD_BYTES_MAX) > 0) {
            return Optional.of(Errno.ENOMEM);
        }
        boolean known = fields.getInt(12) == TAG_STATE || (fields.getInt(8) & OPTIONAL) != 0;
        return known ? Optional.empty() : Optional.of(Errno.EOPNOTSUPP);
    }

    /// Reads a header that is not refused.
    static Frame decode(Layout layout, byte[] header) {
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        return layout == Layout.PACKETS
                ? new Frame(fields.getLong(16), fields.get(1) == TRAILER)
                : new Frame(fields.getLong(0), fields.getInt(12) == TAG_STATE);
    }
}
