package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;

/// A migration was cancelled, and long after it a device was still in the state that the migration had brought it to.
///
/// @param cancelled the event at which the VMM reports that the migration was cancelled
/// @param device the device's number
/// @param state the state in which the device was left
/// @param guestRuns the VMM said that the guest runs
/// @param ns how long after that there was still no request for the device
record LeftAfterCancel(EventHeader cancelled, int device, DeviceState state, boolean guestRuns, long ns) {

    /// The same, at a later time on the process's clock.
    LeftAfterCancel after(long nowNs) {
        return new LeftAfterCancel(cancelled, device, state, guestRuns, nowNs - cancelled.timeNs());
    }
}
