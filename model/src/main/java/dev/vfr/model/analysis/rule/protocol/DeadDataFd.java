package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// The first read or write of a data_fd that failed with ENODEV: its session had ended.
///
/// @param header of the read or write
/// @param read false for a write
/// @param state the device's state then, if it was observed
/// @param by the event that ended the session, -1 if the trace does not show it
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

    /// A sentence about it that may name `{call}`, `{errno}` and `{from}`.
    public Sentence sentence(String template) {
        Sentence sentence =
                Sentence.of(template).text("call", read ? "read" : "write").text("errno", "ENODEV");
        return state.map(known -> sentence.state("from", known))
                .orElseGet(() -> sentence.text("from", "an unknown state"));
    }
}
