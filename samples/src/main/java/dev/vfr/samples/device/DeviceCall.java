package dev.vfr.samples.device;

/// What a VMM can call on a device and its data_fds, by the names of the uapi.
public enum DeviceCall {
    OPEN,
    RESET,
    /// VFIO_DEVICE_FEATURE with PROBE.
    PROBE,
    /// GET MIGRATION.
    MIGRATION,
    /// SET MIG_DEVICE_STATE, before any arc is walked.
    SET_STATE,
    /// GET MIG_DEVICE_STATE.
    GET_STATE,
    MIG_DATA_SIZE,
    MIG_PRECOPY_INFO_V2,
    /// VFIO_MIG_GET_PRECOPY_INFO.
    PRECOPY_INFO,
    DMA_LOGGING_START,
    DMA_LOGGING_STOP,
    DMA_LOGGING_REPORT,
    READ,
    WRITE,
    POLL
}
