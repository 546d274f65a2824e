package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.vfio.DeviceState;

/// A device was reset while it had a saving session, and not because a request had failed.
///
/// @param in the state before the reset, observed
public record ResetInSession(DeviceReset reset, DeviceState in) {}
