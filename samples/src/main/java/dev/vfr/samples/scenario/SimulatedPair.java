package dev.vfr.samples.scenario;

import dev.vfr.samples.device.SimulatedDevice;

/// The truth about one migrated device after a simulation.
public record SimulatedPair(SimulatedDevice source, SimulatedDevice destination) {}
