package dev.vfr.samples.vmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// All devices of one VMM, in the order in which they were plugged in.
final class VmmDevices {

    private static final List<Boolean> ROUNDS = List.of(true, false);

    private final VmmContext vmm;
    private final List<MigratedDevice> devices = new ArrayList<>();

    VmmDevices(VmmContext vmm) {
        this.vmm = vmm;
    }

    void add(MigratedDevice device) {
        devices.add(device);
    }

    List<MigratedDevice> all() {
        return devices;
    }

    /// The VM starts: each round in the order of the devices.
    ///
    /// @return why a device did not start, if one did not
    Optional<Refusal> vmStarts() {
        Optional<Refusal> failure = Optional.empty();
        for (boolean prepare : ROUNDS) {
            for (MigratedDevice device : devices) {
                if (device.isIn(prepare)) {
                    Optional<Refusal> refusal = device.vmStarts(prepare);
                    failure = failure.isPresent() ? failure : refusal;
                }
            }
        }
        return failure;
    }

    /// The VM stops: each round in the reverse order. A hook of the VM's stop cannot return an error: the
    /// others stop all the same.
    ///
    /// @param beforeP2p what is done with a device before it is asked to stop its peer-to-peer DMA
    /// @return why a device did not stop, if one did not
    Optional<Refusal> vmStops(String reason, Consumer<MigratedDevice> beforeP2p) {
        Optional<Refusal> failure = Optional.empty();
        for (boolean prepare : ROUNDS) {
            for (MigratedDevice device : devices.reversed()) {
                if (device.isIn(prepare)) {
                    if (prepare) {
                        beforeP2p.accept(device);
                    }
                    Optional<Refusal> refusal = device.vmStops(prepare, reason);
                    failure = failure.isPresent() ? failure : refusal;
                }
            }
        }
        return failure;
    }

    /// What is against a migration, in the order in which it is found.
    List<String> blockers() {
        Platform platform = vmm.settings().platform();
        VmmRelease release = vmm.release();
        List<String> blockers = new ArrayList<>();
        for (MigratedDevice device : devices) {
            device.flagsFailure().ifPresent(errno -> blockers.add(vmm.messages().notSupported(device.name(), errno)));
            if (device.flagsFailure().isPresent()) {
                continue;
            }
            if (!release.has(Change.MIGRATION_WITHOUT_ASKING) && !platform.enableMigration()) {
                blockers.add(device.name() + ": VFIO device doesn't support migration");
            }
            if (release.has(Change.BLOCKERS_OF_TRACKING)) {
                trackingBlocker(device, blockers);
            }
        }
        if (release.has(Change.BLOCKERS_OF_TRACKING) && platform.viommu() && !devices.isEmpty()) {
            blockers.add(devices.getFirst().name() + ": Migration is currently not supported with vIOMMU enabled");
        }
        boolean allP2p = devices.stream().allMatch(device -> device.flags().hasP2p());
        if (devices.size() > 1 && !(release.has(Change.P2P_ROUND) && allP2p)) {
            blockers.add(
                    release.has(Change.P2P_ROUND)
                            ? "Multiple VFIO devices migration is supported only if all of them support P2P migration"
                            : "Migration is currently not supported with multiple VFIO devices");
        }
        return blockers;
    }

    private void trackingBlocker(MigratedDevice device, List<String> blockers) {
        Platform platform = vmm.settings().platform();
        boolean byIommu = platform.iommuDirtyTracking() && vmm.release().has(Change.TRACKING_BY_IOMMU);
        if (!device.dmaLoggingOffered() && !byIommu) {
            blockers.add(vmm.messages().noDirtyTracking(device.name()));
        }
        if (!device.dmaLoggingOffered()
                && platform.largeMemory()
                && vmm.release().has(Change.LARGE_MEMORY_BLOCKER)) {
            blockers.add(device.name() + ": Migration is currently not supported with large memory VM due to dirty"
                    + " tracking limitation in backend");
        }
    }
}
