package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Reasons for which a VM cannot be migrated at all, as long as it is what it is. QEMU lists them in the
/// `blocked-reasons` of query-migrate, answers `migrate` with them, and warns of some when it starts.
final class BlockerMessages {

    static final List<Row> ROWS = List.of(
            row(Role.BLOCKER, "migration-not-supported", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the driver of {device} does not support migration")
                    .todo(
                            "Bind the device to its variant driver (such as mlx5_vfio_pci), or unplug it before migrating.")
                    .from("hw/vfio/migration.c, vfio_migration_realize")
                    .says("8.0", "11.0", "{device}: VFIO migration is not supported in kernel")
                    .says("11.1", "{device}: VFIO migration init failed: migration is not supported in kernel")
                    .says("8.0", "8.1", "{device}: VFIO device doesn't support migration")
                    .anyTime(),
            row(Role.BLOCKER, "migration-init-failed", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} could not be prepared for migration: {errno}")
                    .todo("Check the source's kernel log for {device} at the start of QEMU.")
                    .from("hw/vfio/migration.c, vfio_migration_init")
                    .says("11.1", "{device}: VFIO migration init failed: {errno}")
                    .says(
                            "8.1",
                            "11.0",
                            "{device}: Migration couldn't be initialized for VFIO device, err: {number} ({errno})")
                    .says("8.0", "8.1", "{device}: Failed to query VFIO migration support, err: {errno}")
                    .anyTime(),
            row(Role.BLOCKER, "no-dirty-tracking", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("neither {device} nor its IOMMU can track dirty pages")
                    .todo("Use iommufd with an IOMMU that tracks dirty pages, or set enable-migration=on.")
                    .from("hw/vfio/migration.c, vfio_migration_realize")
                    .says("9.1", "{device}: VFIO device doesn't support device and IOMMU dirty tracking")
                    .says("8.1", "9.0", "{device}: VFIO device doesn't support device dirty tracking")
                    .anyTime(),
            row(Role.BLOCKER, "viommu-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("{device} is behind a virtual IOMMU, which blocks migration")
                    .todo("Remove the virtual IOMMU from the VM, or unplug the device before migrating.")
                    .from("hw/vfio/migration.c, vfio_migration_realize")
                    .says("{device}: Migration is currently not supported with vIOMMU enabled")
                    .anyTime(),
            row(Role.BLOCKER, "devices-without-p2p", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("several VFIO devices, and not all of them support P2P states")
                    .todo("Leave one such device in the VM, or use devices whose drivers offer P2P states.")
                    .from("hw/vfio/migration.c, vfio_block_multiple_devices_migration")
                    .says(
                            "8.2",
                            "Multiple VFIO devices migration is supported only if all of them support P2P migration")
                    .says("8.0", "8.1", "Migration is currently not supported with multiple VFIO devices")
                    .anyTime(),
            row(Role.BLOCKER, "large-memory-blocks", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the guest has more memory than one dirty bitmap describes")
                    .todo("Use a device that tracks dirty pages itself, or unplug the device before migrating.")
                    .from("hw/vfio/migration.c")
                    .says("11.0", "not supported with large memory")
                    .anyTime(),
            row(Role.BLOCKER, "postcopy-with-vfio", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("postcopy is on, which {device} does not support")
                    .todo("Switch the capability postcopy-ram off and migrate again.")
                    .from("hw/vfio/migration.c, vfio_save_prepare")
                    .says("8.2", "{device}: VFIO migration is not supported with postcopy migration"),
            row(Role.BLOCKER, "background-snapshot-blocks", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("background-snapshot is on, which {device} does not support")
                    .todo("Switch the capability background-snapshot off and migrate again.")
                    .from("hw/vfio/migration.c, vfio_save_prepare")
                    .says("8.2", "{device}: VFIO migration is not supported with background snapshot"),
            row(Role.BLOCKER, "vhost-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("a vhost backend cannot log dirty pages")
                    .todo("Use a vhost backend with dirty logging, or unplug its device before migrating.")
                    .from("hw/virtio/vhost.c, hw/virtio/vhost-user.c")
                    .says("Migration disabled: vhost lacks {feature}")
                    .says("Migration disabled: vhost-user backend lacks {feature}")
                    .says("Migration disabled: failed to allocate shared memory")
                    .says("vhost transport does not support migration state transfer")
                    .anyTime(),
            row(Role.BLOCKER, "tpm-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the TPM emulator does not support migration")
                    .todo("Update swtpm on this host.")
                    .from("backends/tpm/tpm_emulator.c")
                    .says("Migration disabled: TPM emulator does not support migration")
                    .anyTime(),
            row(Role.BLOCKER, "migration-disabled", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("migration of {device} is switched off")
                    .todo("Set enable-migration=on (or auto) for the device.")
                    .from("hw/vfio/migration.c, vfio_migration_realize")
                    .says("8.1", "{device}: Migration is disabled for VFIO device")
                    .says("8.0", "8.0", "{device}: Migration disabled")
                    .anyTime(),
            row(Role.BLOCKER, "disk-format-blocks", Side.SOURCE, Kind.STORAGE, Responsible.OPERATOR)
                    .is("disk format {format} of {node} does not support live migration")
                    .todo("Convert the disk to qcow2 or raw.")
                    .from("block/")
                    .says("The {format} format used by node {node} does not support live migration")
                    .anyTime(),
            row(Role.BLOCKER, "cpu-flag-blocks", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("a CPU flag of the VM blocks migration")
                    .todo("Remove the CPU flag that the message names from the VM.")
                    .from("target/i386/kvm/kvm.c, target/arm/kvm.c")
                    .says("State blocked by non-migratable CPU device ({flag} flag)")
                    .says("CPU flag prevents migration")
                    .says("State blocked due to non-migratable CPUID feature support")
                    .says("9.0", "Live migration disabled {reason}")
                    .anyTime(),
            row(Role.BLOCKER, "encrypted-guest-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the guest's memory is encrypted, which blocks migration")
                    .todo("Shut the VM down to move it; its memory cannot be migrated.")
                    .from("target/i386/sev.c, hw/ppc/pef.c, hw/s390x/s390-virtio-ccw.c")
                    .says("SEV: Migration is not implemented")
                    .says("9.1", "SEV-SNP: Migration is not implemented")
                    .says("PEF: Migration is not implemented")
                    .says("protected VMs are currently not migratable")
                    .anyTime(),
            row(Role.BLOCKER, "kernel-part-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the host's kernel cannot migrate the interrupt controller")
                    .todo("Use a newer kernel on this host.")
                    .from("hw/intc/")
                    .says("This operating system kernel does not support {part} migration")
                    .anyTime(),
            row(Role.BLOCKER, "non-migratable-device", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("{section} does not support migration")
                    .todo("Unplug the device before migrating.")
                    .from("migration/savevm.c, qemu_savevm_state_blocked")
                    .says("State blocked by non-migratable device '{section}'")
                    .says("non-migratable device: {section}")
                    .says("{device}: Migration is not supported")
                    .says("is not yet migratable")
                    .says("Migration is disabled when VirtFS export path {path} is mounted")
                    .says("migration is not supported")
                    .says("NVMM: Migration not supported")
                    .anyTime(),
            row(Role.BLOCKER, "only-migratable", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("--only-migratable refused what cannot be migrated: {device}")
                    .todo("Remove the device from the VM, or start QEMU without --only-migratable.")
                    .from("migration/migration.c, hw/core/qdev.c")
                    .says("disallowing migration blocker (--only-migratable) for: {reason}")
                    .says("Device {device} is not migratable, but --only-migratable was specified")
                    .anyTime(),
            row(Role.BLOCKER, "cpr-mdev", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("CPR does not support the mediated device {device}")
                    .todo("Migrate live instead, or unplug the device first.")
                    .from("hw/vfio/container-legacy.c")
                    .says("10.1", "CPR does not support vfio mdev {device}")
                    .anyTime(),
            row(Role.BLOCKER, "cpr-vfio-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the kernel's VFIO cannot keep DMA mappings across CPR")
                    .todo("Migrate live instead, unplug the device, or use a kernel with the named feature.")
                    .from("hw/vfio/cpr-legacy.c, hw/vfio/cpr-iommufd.c, hw/vfio/cpr.c")
                    .says("10.1", "VFIO container does not support {feature}")
                    .says("10.1", "vfio iommufd backend does not support IOMMU_IOAS_CHANGE_PROCESS")
                    .says("10.1", "some memory regions do not support IOMMU_IOAS_CHANGE_PROCESS")
                    .says("9.0", "VFIO device only supports cpr-reboot for runstate suspended")
                    .says("10.1", "vfio device with fd={number} needs an id property")
                    .anyTime(),
            row(Role.BLOCKER, "cpr-memory-blocks", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("guest memory {region} is not shared, which CPR needs")
                    .todo("Set share=on for memory backends and aux-ram-share=on for the machine.")
                    .from("system/physmem.c")
                    .says("10.0", "Memory region {region} is not compatible with CPR")
                    .says("10.0", "Memory region {region} uses guest_memfd")
                    .anyTime());

    private BlockerMessages() {}
}
