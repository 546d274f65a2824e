package dev.vfr.samples.kernel;

/// What VFIO_DEVICE_GET_INFO returns of a device.
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_info.
///
/// @param flags VFIO_DEVICE_FLAGS_*
/// @param regions how many regions it has
/// @param irqs how many kinds of interrupts it has
public record DeviceInfo(int flags, int regions, int irqs) {

    private static final int FLAG_RESET = 1;
    private static final int FLAG_PCI = 2;

    /// VFIO_PCI_NUM_REGIONS and VFIO_PCI_NUM_IRQS.
    private static final int PCI_REGIONS = 9;

    private static final int PCI_IRQS = 5;

    /// Of any PCI device, emulated ones too.
    static DeviceInfo ofPci(boolean announcesReset) {
        return new DeviceInfo(announcesReset ? FLAG_RESET | FLAG_PCI : FLAG_PCI, PCI_REGIONS, PCI_IRQS);
    }
}
