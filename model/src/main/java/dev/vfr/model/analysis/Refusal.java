package dev.vfr.model.analysis;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A SET that failed.
///
/// @param from the state before, where it was known
/// @param requested what was asked for
/// @param losesState the device was in RESUMING: what was written to it is lost
record Refusal(long seq, Optional<DeviceState> from, DeviceState requested, CallResult result, boolean losesState) {}
