package dev.vfr.model.vfio;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What the driver estimates is left to read in pre-copy: argument and answer of VFIO_MIG_GET_PRECOPY_INFO.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u32 | argsz, at least 24 |
/// | 4 | u32 | flags: bit 0 REINIT, an output, and only after the opt-in |
/// | 8 | u64 | initial_bytes |
/// | 16 | u64 | dirty_bytes |
///
/// Without the opt-in the kernel hands back the caller's own flags.
/// Source: include/uapi/linux/vfio.h, struct vfio_precopy_info. Numbers are in the buffer's byte order.
///
/// @param argszBytes bytes, an unsigned 32-bit number
/// @param flags all 32 bits
/// @param initialBytes bytes, unsigned; falls as the data_fd is read, rises only on REINIT
/// @param dirtyBytes bytes, unsigned; starts at 0, may rise and fall
public record PrecopyInfo(long argszBytes, int flags, long initialBytes, long dirtyBytes) {

    public static final int SIZE_BYTES = 24;

    /// VFIO_PRECOPY_INFO_REINIT: initial_bytes counts new initial data, and dirty_bytes starts again at 0.
    public static final int REINIT = 1;

    public PrecopyInfo {
        if (argszBytes < 0 || argszBytes > 0xffff_ffffL) {
            throw new IllegalArgumentException("argsz " + argszBytes);
        }
    }

    public static PrecopyInfo decode(ByteBuffer buffer, int at) {
        return new PrecopyInfo(
                Integer.toUnsignedLong(buffer.getInt(at)),
                buffer.getInt(at + 4),
                buffer.getLong(at + 8),
                buffer.getLong(at + 16));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putInt(at, (int) argszBytes)
                .putInt(at + 4, flags)
                .putLong(at + 8, initialBytes)
                .putLong(at + 16, dirtyBytes);
    }

    public boolean isReinit() {
        return (flags & REINIT) != 0;
    }

    /// The flags that a call with these flags comes back with where it succeeds.
    ///
    /// @param optedIn whether the device was opted in by MIG_PRECOPY_INFOv2
    /// @param reinit whether the driver reports new initial data
    public static int flagsAnswered(int flagsIn, boolean optedIn, boolean reinit) {
        if (!optedIn) {
            return flagsIn;
        }
        return reinit ? REINIT : 0;
    }

    /// How the call is answered by its argument's size, the data_fd and the device's state: EINVAL for an
    /// argument that is too short or outside of PRE_COPY and PRE_COPY_P2P, ENOTTY on a resuming data_fd; empty
    /// where the driver answers with its estimates.
    ///
    /// For a session that has ended drivers say ENODEV or, like mtty, EINVAL for the state that the device is in.
    ///
    /// @param fromResuming whether the data_fd is one for writing
    public static Optional<Errno> refusal(long argszBytes, boolean fromResuming, DeviceState state) {
        if (fromResuming) {
            return Optional.of(Errno.ENOTTY);
        }
        return argszBytes < SIZE_BYTES || !state.isPreCopy() ? Optional.of(Errno.EINVAL) : Optional.empty();
    }
}
