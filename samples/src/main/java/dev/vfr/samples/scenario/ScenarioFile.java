package dev.vfr.samples.scenario;

import dev.vfr.samples.data.Binder;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.vmm.VmmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a scenario's file holds, one component a key.
///
/// @param description one sentence
/// @param expect may be missing in a user's own file
record ScenarioFile(
        String description,
        List<Problem> problems,
        List<DeviceEntry> devices,
        Network network,
        Hosts hosts,
        VmmSettings vmm,
        Optional<Expectation> expect) {

    ScenarioFile {
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("a migration without a device is not simulated");
        }
    }

    /// @throws DataException where `node` is no scenario
    static Scenario scenario(String name, Node node) throws DataException {
        ScenarioFile file = Binder.bind(node, ScenarioFile.class);
        List<DevicePair> pairs = new ArrayList<>();
        for (DeviceEntry entry : file.devices()) {
            pairs.add(entry.resolve());
        }
        return new Scenario(
                name,
                file.description(),
                file.problems(),
                pairs,
                file.network(),
                file.vmm(),
                file.hosts(),
                file.expect());
    }
}
