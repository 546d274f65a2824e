package dev.vfr.model.vfio;

/// What a device's migration driver offers: the answer to VFIO_DEVICE_FEATURE GET MIGRATION.
///
/// Source: include/uapi/linux/vfio.h, VFIO_MIGRATION_STOP_COPY, _P2P, _PRE_COPY.
///
/// @param bits the kernel's bits; those without a name here are kept
public record MigrationFlags(long bits) {

    public static final long STOP_COPY_BIT = 1;
    public static final long P2P_BIT = 2;
    public static final long PRE_COPY_BIT = 4;

    public boolean hasStopCopy() {
        return (bits & STOP_COPY_BIT) != 0;
    }

    public boolean hasP2p() {
        return (bits & P2P_BIT) != 0;
    }

    public boolean hasPreCopy() {
        return (bits & PRE_COPY_BIT) != 0;
    }
}
