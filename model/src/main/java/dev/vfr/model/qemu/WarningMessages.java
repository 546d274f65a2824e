package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Messages that do no harm to a migration, and that could be mistaken for ones that do.
final class WarningMessages {

    static final List<Row> ROWS = List.of(
            row(Role.WARNING, "no-dirty-tracking-accepted", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("{device} cannot track dirty pages; enable-migration=on migrates it anyway")
                    .todo("Expect a longer downtime: all guest memory counts as dirty until the VM is stopped.")
                    .from("hw/vfio/migration.c, vfio_migration_realize")
                    .says("9.1", "warning: {device}: VFIO device doesn't support device and IOMMU dirty tracking")
                    .says("8.1", "9.0", "warning: {device}: VFIO device doesn't support device dirty tracking")
                    .anyTime(),
            row(Role.WARNING, "iommu-without-dirty-tracking", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the IOMMU of {device} cannot track dirty pages")
                    .todo("Check whether the device tracks dirty pages itself; otherwise expect a longer downtime.")
                    .from("hw/vfio/iommufd.c")
                    .says("10.0", "IOMMU instance for device {device} doesn't support dirty tracking")
                    .anyTime(),
            row(Role.WARNING, "estimate-overflow", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} reports a size that does not fit into 63 bits")
                    .todo("Report the size to the driver's maintainers; QEMU ignored it.")
                    .from("hw/vfio/migration.c")
                    .says("11.1", "{device}: Estimated {what} size overflow: {number}"),
            row(Role.WARNING, "device-reset-unavailable", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} cannot be reset")
                    .todo("Ignore it for a migration; QEMU prints it at every start of a device without reset.")
                    .from("hw/vfio/pci.c, vfio_pci_hot_reset")
                    .says("vfio: Cannot reset device {device}, no available reset mechanism")
                    .says("vfio: Cannot reset device {device}, depends on {}which is not owned")
                    .anyTime(),
            row(Role.WARNING, "kvm-vfio-device-missing", Side.EITHER, Kind.DEVICE, Responsible.VMM)
                    .is("KVM does not know the VFIO group, as without KVM")
                    .todo("Ignore it if the VM runs without KVM.")
                    .from("hw/vfio/helpers.c")
                    .says("8.2", "KVM VFIO device isn't created yet")
                    .anyTime(),
            row(Role.WARNING, "peer-to-peer-dma-unmapped", Side.EITHER, Kind.DEVICE, Responsible.OPERATOR)
                    .is("a device's BAR cannot be mapped for peer-to-peer DMA")
                    .todo("Ignore it unless devices of the guest access each other's memory.")
                    .from("hw/vfio/listener.c, vfio_listener_region_add")
                    .says("8.0", "8.1", "failed to vfio_dma_map. pci p2p may not work")
                    .says("8.2", "9.0", "PCI p2p may not work")
                    .says("9.1", "PCI peer-to-peer transactions on BARs are not supported")
                    .anyTime(),
            row(Role.WARNING, "dma-unmap-failed", Side.EITHER, Kind.MEMORY, Responsible.DRIVER)
                    .is("guest memory could not be unmapped from the device")
                    .todo("Check the host's kernel log for vfio_iommu_type1 or iommufd at this time.")
                    .from("hw/vfio/listener.c, vfio_listener_region_del")
                    .says("8.0", "9.0", "VFIO_UNMAP_DMA failed: {errno}")
                    .says("8.0", "8.2", "vfio_dma_unmap({}) = {number} ({errno})")
                    .says("9.0", "vfio_container_dma_unmap({}) = {number} ({errno})")
                    .says("8.0", "8.2", "vfio_dma_unmap() failed: {errno}")
                    .says("9.0", "vfio_container_dma_unmap() failed: {errno}")
                    .anyTime(),
            row(Role.WARNING, "dirty-tracking-stop-failed", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("dirty tracking could not be stopped")
                    .todo("Check the source's kernel log; the device may log dirty pages until it is closed.")
                    .from("hw/vfio/listener.c, vfio_devices_dma_logging_stop")
                    .says("{device}: Failed to stop DMA logging, err {number} ({errno})")
                    .says("8.0", "9.0", "vfio: Could not stop dirty page tracking, err: {number} ({errno})")
                    .says("9.1", "vfio: Could not stop dirty page tracking - {what}"),
            row(Role.WARNING, "region-unaligned", Side.EITHER, Kind.MEMORY, Responsible.VMM)
                    .is("a guest memory region is not aligned and stays unmapped")
                    .todo("Ignore it unless the device has to reach that region.")
                    .from("hw/vfio/listener.c")
                    .says("received unaligned region")
                    .anyTime(),
            row(Role.WARNING, "bar-not-mapped", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("a BAR could not be mapped; accesses to it are slow")
                    .todo("Ignore it for a migration.")
                    .from("hw/vfio/pci.c")
                    .says("Performance may be slow")
                    .says("mmap unsupported, performance may be slow")
                    .anyTime(),
            row(Role.WARNING, "socket-already-closed", Side.EITHER, Kind.NETWORK, Responsible.NETWORK)
                    .is("the peer had closed the socket before QEMU did")
                    .todo("Ignore it; look at the message before it.")
                    .from("io/channel-socket.c")
                    .says("Unable to shutdown socket: {errno}"),
            row(Role.WARNING, "tls-not-terminated", Side.EITHER, Kind.NETWORK, Responsible.NETWORK)
                    .is("the TLS connection was cut instead of closed")
                    .todo("Look at the peer's messages at this time.")
                    .from("migration/multifd.c, crypto/tlssession.c")
                    .says("Failed to gracefully terminate TLS connection")
                    .says("The TLS connection was non-properly terminated"),
            row(Role.WARNING, "extra-connection", Side.DESTINATION, Kind.NETWORK, Responsible.MANAGEMENT)
                    .is("one more connection came than the destination expected")
                    .todo("Compare multifd and multifd-channels of both sides.")
                    .from("migration/socket.c")
                    .says("Extra incoming migration connection; ignoring"),
            row(Role.WARNING, "hotplug-refused-in-migration", Side.EITHER, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("a device was refused because a migration is in progress")
                    .todo("Plug the device in after the migration.")
                    .from("migration/migration.c, migrate_add_blocker_modes")
                    .says("disallowing migration blocker (migration/snapshot in progress) for: {reason}"),
            row(Role.WARNING, "unplug-pending", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("the guest has not released {device} yet")
                    .todo("Wait for DEVICE_DELETED; check the guest's hotplug driver.")
                    .from("system/qdev-monitor.c, qmp_device_del")
                    .says("Device {device} is already in the process of unplug")
                    .anyTime(),
            row(Role.WARNING, "unplug-refused", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("a device cannot be unplugged: {reason}")
                    .todo("Unplug it with the VM stopped, or place it behind a hot-pluggable port.")
                    .from("hw/pci/pcie.c, hw/pci/shpc.c")
                    .says("Hot-unplug failed: {reason}")
                    .anyTime(),
            row(Role.WARNING, "failover-primary-not-unplugged", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("the failover primary was not unplugged")
                    .todo("Check the guest's hotplug and net_failover drivers, then migrate again.")
                    .from("hw/net/virtio-net.c, migration/migration.c")
                    .says("couldn't unplug primary device")
                    .says("migration: partially unplugged device on failure"),
            row(Role.WARNING, "block-io-error", Side.EITHER, Kind.STORAGE, Responsible.STORAGE)
                    .is("a disk answered an I/O error")
                    .todo("Check the storage of the VM's disks on this host.")
                    .from("block/block-backend.c")
                    .says("block I/O error in device {disk}: {errno}")
                    .anyTime());

    private WarningMessages() {}
}
