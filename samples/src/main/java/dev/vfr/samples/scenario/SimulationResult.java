package dev.vfr.samples.scenario;

import dev.vfr.samples.vmm.SourceVmm;
import java.util.List;
import java.util.OptionalLong;

/// What really happened in a simulation, from the simulator's own state.
///
/// @param outcome how it really ended
/// @param sourceSays how the source VMM believes that it ended
/// @param downtimeNs ns from the source's device leaving its running state to the destination's devices running;
///     empty if they never ran with their state
/// @param stoppedAtTrueNs when the source's device left its running state, true ns; empty if it never did
/// @param clockOffsetNs how far the destination's real-time clock was ahead of the source's when the device left its
///     running state, ns; empty if it never did
public record SimulationResult(
        Outcome outcome,
        SourceVmm.End sourceSays,
        OptionalLong downtimeNs,
        OptionalLong stoppedAtTrueNs,
        OptionalLong clockOffsetNs,
        List<SimulatedPair> devices) {
    public SimulationResult {
        devices = List.copyOf(devices);
    }
}
