package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// What the machines around the devices are like.
///
/// @param viommu whether the guest has an IOMMU of its own
/// @param iommuDirtyTracking whether the hosts' IOMMU can track dirty pages
/// @param largeMemory whether the guest has more memory than one dirty bitmap can describe
/// @param enableMigration whether 8.0 was told `x-enable-migration=on`
/// @param logAddressBits bits of the addresses that DMA logging is asked to watch, 12 to 62
public record Platform(
        @Default("false") boolean viommu,
        @Default("true") boolean iommuDirtyTracking,
        @Default("false") boolean largeMemory,
        @Default("true") boolean enableMigration,
        @Default("32") int logAddressBits) {

    /// Nothing that blocks a migration.
    public static Platform plain() {
        return new Platform(false, true, false, true, 32);
    }
}
