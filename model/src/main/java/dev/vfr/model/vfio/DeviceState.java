package dev.vfr.model.vfio;

import java.util.Optional;

/// The migration state of a VFIO device, with the kernel's number.
///
/// Source: include/uapi/linux/vfio.h, enum vfio_device_mig_state.
public enum DeviceState {
    ERROR(0),
    STOP(1),
    RUNNING(2),
    STOP_COPY(3),
    RESUMING(4),
    RUNNING_P2P(5),
    PRE_COPY(6),
    PRE_COPY_P2P(7);

    private static final DeviceState[] BY_NUMBER = values();

    private final int number;

    DeviceState(int number) {
        this.number = number;
    }

    /// The number in `struct vfio_device_feature_mig_state.device_state`.
    public int number() {
        return number;
    }

    /// The state with the kernel's `number`, empty if the kernel has none.
    public static Optional<DeviceState> ofNumber(long number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }

    /// In the saving group the device has an open saving data_fd: PRE_COPY, PRE_COPY_P2P and STOP_COPY.
    public boolean isSaving() {
        return this == PRE_COPY || this == PRE_COPY_P2P || this == STOP_COPY;
    }

    /// PRE_COPY and PRE_COPY_P2P, the only states in which the precopy query is answered.
    public boolean isPreCopy() {
        return this == PRE_COPY || this == PRE_COPY_P2P;
    }

    /// RUNNING_P2P and PRE_COPY_P2P: the device runs but starts no peer-to-peer DMA.
    public boolean isP2p() {
        return this == RUNNING_P2P || this == PRE_COPY_P2P;
    }

    /// The device does its full work: RUNNING and PRE_COPY. In the P2P states it runs only partly.
    public boolean isRunning() {
        return this == RUNNING || this == PRE_COPY;
    }
}
