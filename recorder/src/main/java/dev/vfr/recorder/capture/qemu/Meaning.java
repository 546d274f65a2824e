package dev.vfr.recorder.capture.qemu;

/// What a trace event of QEMU says, whatever its name is in the release that printed it.
enum Meaning {
    /// A device state is asked for (since 9.1), or has been taken (before).
    DEVICE_STATE_ASKED,
    /// QEMU's copy of the device state has changed: the request was done, or the device recovered, or was reset.
    DEVICE_STATE_TAKEN,
    DEVICE_STATE_WANTED,
    DATA_READ,
    PRECOPY_EMPTY,
    DATA_WRITTEN,
    PRECOPY_INFO,
    STOP_COPY_SIZE,
    VMM_ESTIMATE,
    VMM_EXACT_ESTIMATE,
    VMM_PENDING,
    VMM_ITERATED,
    STREAM_RECORD_LOADED,
    INIT_DATA_FLAG_SENT,
    MULTIFD_BUFFER,
    MIGRATION_STATUS,
    MIGRATION_ERROR,
    RUN_STATE,
    DOWNTIME_CHECKPOINT,
    DOWNTIME_OF_HANDLER_SAVED,
    DOWNTIME_OF_HANDLER_LOADED,
    DEVICE_OPENED,
    MIGRATION_INIT,
    DMA_LOGGING_START,
    DIRTY_PAGES,
    IOMMU_DIRTY_TRACKING,
    IOMMU_DIRTY_BITMAP,
    DEVICE_RESET_DONE,
    REGION_MMAPS,
    /// The beginning of a section of the stream, which names a device's handler.
    SECTION_SAVED,
    SECTION_SAVED_END,
    SECTION_LOADED,
    MULTIFD_SAVE_THREAD,
    /// A step of a device that is kept as it was printed.
    DEVICE_STEP,
    /// A step of the whole migration that is kept as it was printed.
    STEP,
    /// Printed only for the withdrawn protocol v1.
    PROTOCOL_V1
}
