package dev.vfr.samples.scenario;

import dev.vfr.samples.vmm.VmmSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One migration that can be simulated.
///
/// @param name lower case with hyphens
/// @param description one sentence
/// @param problems which field problems it reproduces
/// @param expectation what must come of it; empty if its author did not say
public record Scenario(
        String name,
        String description,
        List<Problem> problems,
        List<DevicePair> devices,
        Network network,
        VmmSettings settings,
        Hosts hosts,
        Optional<Expectation> expectation) {

    public Scenario {
        problems = List.copyOf(problems);
        devices = List.copyOf(devices);
    }

    /// This, changed: the description says by what, and nothing is expected.
    Scenario changedBy(List<Setting> settings) {
        String changes = settings.stream().map(Setting::toString).collect(Collectors.joining(", "));
        return new Scenario(
                name,
                description + " Changed: " + changes + ".",
                problems,
                devices,
                network,
                this.settings,
                hosts,
                Optional.empty());
    }
}
