package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A read or write that the data_fd cannot take at all: against its direction (EBADF), or at a position (ESPIPE).
///
/// @param read false for a write
/// @param state the device's state then, if it was observed
record MisusedDataFd(EventHeader header, CallResult result, boolean read, Optional<DeviceState> state) {}
