package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The words QEMU has for the device states.
final class DeviceStates {

    private static final Map<String, Optional<DeviceState>> WORDS = new HashMap<>();

    static {
        for (DeviceState state : DeviceState.values()) {
            WORDS.put(state.name(), Optional.of(state));
            WORDS.put(state.name().toLowerCase(Locale.ROOT).replace('_', '-'), Optional.of(state));
        }
    }

    private DeviceStates() {}

    /// The state that the trace log (`STOP_COPY`) or QMP (`stop-copy`) calls `word`.
    static Optional<DeviceState> ofWord(String word) {
        return WORDS.getOrDefault(word, Optional.empty());
    }
}
