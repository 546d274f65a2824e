package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How a VMM was set up for migrations, as far as a trace shows: what was set or answered last.
///
/// @param parameters by the VMM's names
/// @param capabilities whether each is on, by the VMM's names
public record VmmSettings(Map<String, String> parameters, Map<String, Boolean> capabilities) {

    public VmmSettings {
        parameters = Map.copyOf(parameters);
        capabilities = Map.copyOf(capabilities);
    }

    /// A parameter that is a whole number.
    public OptionalLong number(String parameter) {
        Optional<String> digits =
                Optional.ofNullable(parameters.get(parameter)).filter(value -> value.matches("-?\\d{1,18}"));
        return digits.isPresent() ? OptionalLong.of(Long.parseLong(digits.get())) : OptionalLong.empty();
    }

    /// The process replaces itself on its host.
    public boolean isCpr() {
        return parameters.getOrDefault("mode", "").startsWith("cpr-");
    }

    /// Takes what is set and answered.
    static final class Builder {

        private static final int MOST = 256;

        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final Map<String, Boolean> capabilities = new LinkedHashMap<>();

        void take(MigrationParametersShown event) {
            for (Setting setting : event.settings()) {
                if (parameters.size() < MOST || parameters.containsKey(setting.name())) {
                    parameters.put(setting.name(), setting.value());
                }
            }
        }

        void take(MigrationCapabilitiesShown event) {
            event.on().forEach(name -> take(name, true));
            event.off().forEach(name -> take(name, false));
        }

        private void take(String name, boolean on) {
            if (capabilities.size() < MOST || capabilities.containsKey(name)) {
                capabilities.put(name, on);
            }
        }

        VmmSettings build() {
            return new VmmSettings(parameters, capabilities);
        }
    }
}
