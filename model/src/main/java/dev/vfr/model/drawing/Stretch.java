package dev.vfr.model.drawing;

import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A stretch of time that a device spent in one state.
///
/// @param from position in the trace where it begins
/// @param to where it ends, >= `from`
/// @param state empty where unknown
/// @param observed false where the state is inferred
/// @param seq the event that tells of it
public record Stretch(long from, long to, Optional<DeviceState> state, boolean observed, long seq) {}
