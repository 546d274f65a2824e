package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;

/// STOP_COPY was left though no read had returned 0.
///
/// @param set the request that left it
/// @param bytes what was read in the session, > 0
record LeftUndrained(DeviceStateSet set, long bytes) {}
