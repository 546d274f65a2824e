package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Guest memory as the device sees it: dirty tracking and DMA mappings.
final class DirtyTrackingMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "dma-logging-unsupported", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("{device} cannot track the guest's memory range")
                    .todo("Compare the guest's address range with the device's limit; use QEMU 8.2 or newer.")
                    .from("hw/vfio/listener.c, vfio_devices_dma_logging_start")
                    .says("8.0", "9.0", "{device}: Failed to start DMA logging, err -95")
                    .says("9.1", "{device}: Failed to start DMA logging: Operation not supported"),
            row(Role.CAUSE, "dma-logging-not-started-message", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused to start dirty tracking: {errno}")
                    .todo("Check the source's kernel log for {device} at this time.")
                    .from("hw/vfio/listener.c, vfio_devices_dma_logging_start")
                    .says("8.0", "9.0", "{device}: Failed to start DMA logging, err {number} ({errno})")
                    .says("9.1", "{device}: Failed to start DMA logging: {errno}")
                    .says("{device}: Failed to start DMA logging"),
            row(Role.CAUSE, "dirty-tracking-not-started", Side.SOURCE, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("dirty tracking could not be started")
                    .todo("Look at the message before it; check the source's kernel log.")
                    .from("hw/vfio/listener.c, hw/vfio/container-legacy.c")
                    .says("8.0", "9.0", "vfio: Could not start dirty page tracking, err: {number} ({errno})")
                    .says("9.1", "vfio: Could not start dirty page tracking - {reason}")
                    .says("8.0", "9.0", "Failed to set dirty tracking flag {number} errno: {ret}")
                    .says("9.1", "Failed to set dirty tracking flag {number}: {errno}")
                    .says("9.1", "Failed to prepare DMA logging: {errno}")
                    .maybe(Responsible.DRIVER, "the device's or the IOMMU's driver", "the source's kernel log")
                    .maybe(
                            Responsible.OPERATOR,
                            "an IOMMU backend that cannot track",
                            "iommufd and its dirty-tracking"),
            row(Role.CAUSE, "dirty-report-unsupported", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("{device} cannot report dirty pages on this kernel")
                    .todo("Use a kernel with IOMMUFD, or set x-device-dirty-page-tracking=off for the device.")
                    .from("hw/vfio/container.c, vfio_device_dma_logging_report")
                    .says(
                            "9.1",
                            "{device}: Failed to get DMA logging report, iova: {iova}, size: {}: Operation not supported")
                    .says("8.0", "9.0", "{device}: Failed to get DMA logging report, iova: {iova}, size: {}, err: -95"),
            row(Role.CAUSE, "dirty-report-failed-message", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} failed the dirty page report: {errno}")
                    .todo("Check the source's kernel log, or the log of the vfio-user server, at this time.")
                    .from("hw/vfio/container.c, vfio_device_dma_logging_report")
                    .says(
                            "8.0",
                            "9.0",
                            "{device}: Failed to get DMA logging report, iova: {iova}, {}err: {number} ({errno})")
                    .says("9.1", "{device}: Failed to get DMA logging report, iova: {iova}, size: {size}: {errno}")
                    .says("{device}: Failed to get DMA logging report")
                    .says("dirty page report failed"),
            row(Role.CAUSE, "dirty-bitmap-not-read", Side.SOURCE, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("the IOMMU's dirty bitmap could not be read")
                    .todo("Check the source's kernel log; compare the guest's memory with 8 TiB.")
                    .from("hw/vfio/container-legacy.c, hw/vfio/container.c")
                    .says("8.0", "9.0", "Failed to get dirty bitmap for iova: {iova} size: {size} err: {ret}")
                    .says("9.1", "Failed to get dirty bitmap for iova: {iova} size: {size}: {errno}")
                    .says("VFIO_UNMAP_DMA with DIRTY_BITMAP : {errno}")
                    .says("UNMAP: Size of bitmap too big {number}")
                    .says("9.1", "Failed to allocate dirty tracking bitmap")
                    .maybe(Responsible.DRIVER, "the IOMMU's driver", "the source's kernel log")
                    .maybe(Responsible.OPERATOR, "more memory than one bitmap describes", "the guest's memory size"),
            row(Role.CAUSE, "dirty-sync-failed", Side.SOURCE, Kind.MEMORY, Responsible.DRIVER)
                    .is("dirty pages of the device could not be collected")
                    .todo("Look at the message before it; check the source's kernel log.")
                    .from("hw/vfio/listener.c, vfio_listener_log_sync")
                    .says("8.0", "9.0", "vfio: Failed to sync dirty bitmap, err: {number} ({errno})")
                    .says("9.1", "Failed to sync dirty bitmap with RAM discard listener")
                    .says("8.0", "9.0", "vfio_iommu_map_dirty_notify({}) = {number} ({errno})")
                    .says("9.1", "vfio_iommu_map_dirty_notify({}) failed -"),
            row(Role.CAUSE, "locked-memory-limit", Side.EITHER, Kind.MEMORY, Responsible.OPERATOR)
                    .is("guest memory exceeds the limit of locked memory")
                    .todo("Raise RLIMIT_MEMLOCK of QEMU (libvirt: memtune hard_limit).")
                    .from("hw/vfio/container-legacy.c, hw/vfio/listener.c")
                    .says("8.0", "9.0", "VFIO_MAP_DMA failed: Cannot allocate memory")
                    .says("8.0", "8.2", "vfio_dma_map({}) = -12 (")
                    .says("9.0", "vfio_container_dma_map({}) = -12 (")
                    .anyTime(),
            row(Role.CAUSE, "dma-map-page-missing", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("a guest page was not there to be mapped, as in postcopy")
                    .todo("Migrate without postcopy: VFIO devices do not support it (QEMU 8.2 refuses it).")
                    .from("hw/vfio/container-legacy.c, hw/vfio/listener.c")
                    .says("8.0", "9.0", "VFIO_MAP_DMA failed: Bad address")
                    .says("8.0", "8.2", "vfio_dma_map({}) = -14 (")
                    .says("9.0", "vfio_container_dma_map({}) = -14 (")
                    .anyTime(),
            row(Role.CAUSE, "dma-mappings-exhausted", Side.EITHER, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the device's DMA mappings are used up")
                    .todo("Raise block-size of virtio-mem, or dma_entry_limit of vfio_iommu_type1.")
                    .from("hw/vfio/listener.c")
                    .says("possibly running out of DMA mappings")
                    .says("8.0", "9.0", "VFIO_MAP_DMA failed: No space left on device")
                    .anyTime(),
            row(Role.CAUSE, "dma-map-failed", Side.EITHER, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("guest memory could not be mapped for the device: {errno}")
                    .todo("Check this host's kernel log for vfio or iommu messages at this time.")
                    .from("hw/vfio/container-legacy.c, hw/vfio/listener.c")
                    .says("8.0", "9.0", "VFIO_MAP_DMA failed: {errno}")
                    .says("8.0", "8.2", "vfio_dma_map({}) = {number} ({errno})")
                    .says("9.0", "vfio_container_dma_map({}) = {number} ({errno})")
                    .anyTime()
                    .maybe(Responsible.DRIVER, "the IOMMU's driver", "the host's kernel log")
                    .maybe(
                            Responsible.OPERATOR,
                            "an address range that the IOMMU does not have",
                            "phys-bits of the VM"),
            row(Role.CONSEQUENCE, "dma-map-abort", Side.EITHER, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("QEMU aborted: guest memory could not be mapped for a device")
                    .todo("Look at the message before it.")
                    .from("hw/vfio/listener.c")
                    .says("vfio: DMA mapping failed, unable to continue")
                    .anyTime(),
            row(Role.CAUSE, "ram-setup-unsupported", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("dirty tracking is not supported by a device or this kernel")
                    .todo(
                            "Look at the message before it; use a kernel with IOMMUFD or x-device-dirty-page-tracking=off.")
                    .from("migration/ram.c, ram_save_setup")
                    .says("9.1", "ram_save_setup failed: Operation not supported"),
            row(Role.CAUSE, "ram-setup-failed", Side.SOURCE, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("tracking of guest memory could not be started: {errno}")
                    .todo("Look at the message before it; check the source's kernel log.")
                    .from("migration/ram.c, ram_save_setup")
                    .says("9.1", "ram_save_setup failed: {errno}")
                    .maybe(Responsible.DRIVER, "a device that cannot track dirty pages", "the message before it")
                    .maybe(Responsible.NETWORK, "a connection that broke", "the destination's messages"));

    private DirtyTrackingMessages() {}
}
