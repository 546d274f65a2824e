package dev.vfr.model.fold;

import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;

/// A device's move from one state to another, as a source showed it.
///
/// @param seq the event that showed it
/// @param calledNs time of the call's entry on the process's host clock, or
///     [dev.vfr.model.event.EventHeader#UNKNOWN_NS]
/// @param enteredNs time when the device was surely in `to`: the call's return, or its entry where the source does not
///     show the return; UNKNOWN_NS where neither is known
/// @param from the state before, observed or inferred; empty if it was unknown
/// @param middle states that the device must have passed on the way, in order, whatever flags are possible: inferred
/// @param to the state that was shown
public record StateChange(
        long seq,
        long calledNs,
        long enteredNs,
        Optional<DeviceState> from,
        List<DeviceState> middle,
        DeviceState to,
        Cause cause) {

    public StateChange {
        middle = List.copyOf(middle);
    }

    /// Why the device moved.
    public enum Cause {
        /// An ordinary request.
        SET,
        /// The recover state, asked for after a failed request.
        RECOVER,
        /// A device reset.
        RESET,
        /// Only the VMM's announcement shows it.
        ANNOUNCED,
        /// The device was asked and said so; what moved it is not shown.
        FOUND
    }
}
