package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;

/// A device that was just opened or reset said that it is not RUNNING.
///
/// @param header of the answer
/// @param state what it said
/// @param byReset true after a reset, false after it was opened
/// @param restSeq the event that opened or reset it
record NotRunningAtRest(EventHeader header, DeviceState state, boolean byReset, long restSeq) {}
