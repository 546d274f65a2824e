package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// The first read or write of a data_fd that failed with ENODEV: its session had ended.
///
/// @param header of the read or write
/// @param read false for a write
/// @param state the device's state then, where it was observed
/// @param by the event that ended the session, -1 where none shows
public record DeadDataFd(EventHeader header, boolean read, Optional<DeviceState> state, Reason reason, long by) {

    /// What ended the session.
    public enum Reason {
        /// A request for a state failed, and ended it or led to a reset.
        REQUEST_FAILED,
        /// The device was reset.
        RESET,
        /// A request left the states that have a data_fd.
        STATE_LEFT,
        /// Nothing in the trace: the device is still in a state that has a data_fd, as far as the trace shows.
        NOT_SHOWN
    }
}
