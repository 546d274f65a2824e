package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;

/// A request brought a data_fd while the VMM held one of the same device, and the VMM closed the new one at once.
///
/// @param set the request
/// @param seq the event that shows that it was closed
record DataFdOutOfSync(DeviceStateSet set, long seq) {}
