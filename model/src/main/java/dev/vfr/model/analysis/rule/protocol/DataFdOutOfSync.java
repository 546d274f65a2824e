package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;

/// A request brought a data_fd while the VMM held one of the same device, and the VMM threw the new one away.
///
/// @param set the request
/// @param seq the event that shows that it was thrown away
record DataFdOutOfSync(DeviceStateSet set, long seq) {}
