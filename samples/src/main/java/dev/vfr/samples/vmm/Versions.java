package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;
import java.util.Optional;

/// The releases of both VMMs.
///
/// @param machineType the release whose machine type the guest has, where that is older than the VMMs
public record Versions(
        @Default("10.0") VmmRelease source, @Default("10.0") VmmRelease destination, Optional<VmmRelease> machineType) {

    /// Both VMMs of one release, the guest with its machine type.
    public static Versions both(VmmRelease release) {
        return new Versions(release, release, Optional.empty());
    }

    /// Whether a VMM of `release` counts the acknowledgements of initial data at the destination.
    boolean countsAcksAtDestination(VmmRelease release) {
        return !release.has(Change.SOURCE_COUNTS_ACKS)
                || machineType
                        .map(machine -> !machine.has(Change.SOURCE_COUNTS_ACKS))
                        .orElse(false);
    }
}
