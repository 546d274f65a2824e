package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;

/// A data_fd that was never closed, although a later one of the same device was.
///
/// @param opened the request that brought it
record LeakedDataFd(DeviceStateSet opened) {}
