package dev.vfr.samples.scenario;

import dev.vfr.samples.vmm.VmmSettings;
import java.util.List;

/// One migration that can be simulated.
///
/// @param name lower case with hyphens
/// @param description one sentence
/// @param expected how it must end, for every seed
public record Scenario(
        String name,
        String description,
        Outcome expected,
        List<DevicePair> devices,
        Network network,
        VmmSettings settings,
        Hosts hosts) {

    /// With hosts whose clocks are good.
    public Scenario(
            String name,
            String description,
            Outcome expected,
            List<DevicePair> devices,
            Network network,
            VmmSettings settings) {
        this(name, description, expected, devices, network, settings, Hosts.good());
    }

    public Scenario {
        devices = List.copyOf(devices);
    }
}
