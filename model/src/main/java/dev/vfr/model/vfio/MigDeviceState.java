package dev.vfr.model.vfio;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The payload of VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u32 | device_state: the request of a SET, the answer of a GET |
/// | 4 | s32 | data_fd: output of a SET, -1 where no session was opened |
///
/// After a failed SET the kernel hands back data_fd -1 and the state that was asked for, not the one reached.
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature_mig_state. Numbers are in the buffer's byte order.
///
/// @param stateNumber an unsigned 32-bit number, which need not be a state
/// @param dataFd fd number, or [#NO_FD]
public record MigDeviceState(long stateNumber, int dataFd) {

    public static final int SIZE_BYTES = 8;

    public static final int NO_FD = -1;

    public MigDeviceState {
        if (stateNumber < 0 || stateNumber > 0xffff_ffffL) {
            throw new IllegalArgumentException("device_state " + stateNumber);
        }
    }

    public static MigDeviceState decode(ByteBuffer buffer, int at) {
        return new MigDeviceState(Integer.toUnsignedLong(buffer.getInt(at)), buffer.getInt(at + 4));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putInt(at, (int) stateNumber).putInt(at + 4, dataFd);
    }

    /// The state, empty if the number is none.
    public Optional<DeviceState> state() {
        return DeviceState.ofNumber(stateNumber);
    }
}
