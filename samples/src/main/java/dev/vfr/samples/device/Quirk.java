package dev.vfr.samples.device;

/// What single drivers do unlike the others.
public enum Quirk {
    /// The device keeps its state while it is closed: mtty. Others are RUNNING when they are opened.
    STATE_SURVIVES_CLOSE,
    /// VFIO_DEVICE_GET_INFO does not say that the device can be reset, though it can: mtty.
    RESET_NOT_ANNOUNCED,
    /// Every request in ERROR is answered with EIO before the core's table is asked: pds.
    ERROR_SAYS_EIO,
    /// STOP_COPY to STOP stops DMA logging without a word: pds.
    END_OF_SAVING_STOPS_DMA_LOGGING,
    /// The device is stopped in the P2P states: qat, virtio.
    SUSPENDED_IN_P2P,
    /// RUNNING_P2P to STOP and back take no time, as the device is stopped already: virtio.
    STOP_ARCS_DO_NOTHING,
    /// While the device is in PRE_COPY_P2P it is not asked for new dirty data: mlx5.
    NO_QUERY_IN_P2P,
    /// The guest never loaded its driver: only the part of pre-copy is sent. hisi_acc.
    GUEST_DRIVER_MISSING
}
