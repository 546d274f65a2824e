package dev.vfr.model.analysis.pass;

import java.util.Optional;

/// The calls with which one device changed its state on one side of a migration.
///
/// @param left the SET that took the device out of RUNNING or PRE_COPY for the switchover
/// @param stopCopy the SET that brought it into STOP_COPY
/// @param leftStopCopy the SET that took it out of STOP_COPY
/// @param resuming the SET that brought it into RESUMING
/// @param resumeBegun the first SET on the way from RESUMING to RUNNING
/// @param running the SET that ended the load, or brought a source device back
public record DeviceCalls(
        Optional<CallTime> left,
        Optional<CallTime> stopCopy,
        Optional<CallTime> leftStopCopy,
        Optional<CallTime> resuming,
        Optional<CallTime> resumeBegun,
        Optional<CallTime> running) {}
