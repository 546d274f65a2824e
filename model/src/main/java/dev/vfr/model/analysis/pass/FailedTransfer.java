package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A read or write of a data_fd that failed.
///
/// @param read false for a write
/// @param state the device's state at the time, if it is known
/// @param movedBytes how much had moved before
public record FailedTransfer(long seq, boolean read, CallResult result, Optional<DeviceState> state, long movedBytes) {}
