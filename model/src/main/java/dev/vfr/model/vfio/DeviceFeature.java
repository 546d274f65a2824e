package dev.vfr.model.vfio;

import java.util.Optional;

/// A feature of VFIO_DEVICE_FEATURE, with the operations that it takes and the size of its payload.
///
/// Source: include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_*; sizes from drivers/vfio/vfio_main.c.
public enum DeviceFeature {
    PCI_VF_TOKEN(0, FeatureHeader.SET, 16),
    MIGRATION(1, FeatureHeader.GET, MigrationPayload.SIZE_BYTES),
    MIG_DEVICE_STATE(2, FeatureHeader.GET | FeatureHeader.SET, MigDeviceState.SIZE_BYTES),
    LOW_POWER_ENTRY(3, FeatureHeader.SET, 0),
    LOW_POWER_ENTRY_WITH_WAKEUP(4, FeatureHeader.SET, 8),
    LOW_POWER_EXIT(5, FeatureHeader.SET, 0),
    DMA_LOGGING_START(6, FeatureHeader.SET, DmaLoggingControl.SIZE_BYTES),
    DMA_LOGGING_STOP(7, FeatureHeader.SET, 0),
    DMA_LOGGING_REPORT(8, FeatureHeader.GET, DmaLoggingReport.SIZE_BYTES),
    MIG_DATA_SIZE(9, FeatureHeader.GET, MigDataSize.SIZE_BYTES),
    BUS_MASTER(10, FeatureHeader.SET, 4),
    DMA_BUF(11, FeatureHeader.GET, 16),
    /// The opt-in to VFIO_PRECOPY_INFO_REINIT, from Linux 7.1 on.
    MIG_PRECOPY_INFO_V2(12, FeatureHeader.SET, 0);

    private static final DeviceFeature[] BY_INDEX = values();

    private final int index;
    private final int operations;
    private final int payloadBytes;

    DeviceFeature(int index, int operations, int payloadBytes) {
        this.index = index;
        this.operations = operations;
        this.payloadBytes = payloadBytes;
    }

    /// The index in the low 16 bits of the header's flags.
    public int index() {
        return index;
    }

    /// The bits [FeatureHeader#GET] and [FeatureHeader#SET] that the feature takes.
    public int operations() {
        return operations;
    }

    /// Bytes of the payload behind the header, the least that argsz must leave room for.
    public int payloadBytes() {
        return payloadBytes;
    }

    /// The feature with the kernel's `index`, empty if the kernel has none.
    public static Optional<DeviceFeature> ofIndex(int index) {
        return index >= 0 && index < BY_INDEX.length ? Optional.of(BY_INDEX[index]) : Optional.empty();
    }
}
