package dev.vfr.samples.scenario;

import dev.vfr.samples.device.SimulatedDevice;
import dev.vfr.samples.trap.TrappedBar;
import java.util.Optional;

/// The truth about one migrated device after a simulation.
///
/// @param trappedBar the BAR of the source's device that is trapped while it is saving
public record SimulatedPair(SimulatedDevice source, SimulatedDevice destination, Optional<TrappedBar> trappedBar) {

    /// The destination's device is without state, or without part of it: some drivers take a part for the whole.
    /// To be asked of a migration that went through.
    boolean lostState() {
        return destination.lostState()
                || source.preCopyBytes() + source.stopCopyBytes() != destination.resumedBytes()
                || trappedBar.map(bar -> bar.missedWrites() > 0).orElse(false);
    }
}
