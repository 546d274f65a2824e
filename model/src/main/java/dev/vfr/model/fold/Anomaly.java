package dev.vfr.model.fold;

/// An event that does not fit what came before it: the trace is odd, or the device or the VMM broke the protocol.
///
/// @param seq the event that does not fit
/// @param device the trace's number of the device, [dev.vfr.model.event.EventHeader#NONE] where it concerns none
/// @param text what does not fit, in plain language
public record Anomaly(long seq, int device, Kind kind, String text) {

    /// What sort of misfit it is. The first group is about the trace, the second about the protocol.
    public enum Kind {
        /// The sequence number is not one more than the last.
        SEQUENCE_BROKEN,
        /// An event came after the trace was closed, or the trace was opened twice.
        OUTSIDE_TRACE,
        /// An event names a process, device or host clock that was not introduced.
        NOT_INTRODUCED,
        /// More processes, devices or clocks than a trace can sensibly hold; the rest are not folded.
        TOO_MANY,
        /// A word or number that is not in the vocabulary.
        WORD_UNKNOWN,

        /// A request succeeded that the arc table does not allow.
        ARC_ILLEGAL,
        /// The device entered a state that its flags do not offer.
        STATE_NOT_OFFERED,
        /// The device says another state than the one it was last shown in.
        STATE_CONTRADICTED,
        /// Data moved while no data transfer session was open.
        DATA_OUTSIDE_SESSION,
        /// A read returned data after one that returned 0 in STOP_COPY.
        DATA_AFTER_END,
        /// A read in STOP_COPY failed with ENOMSG.
        ENOMSG_IN_STOP_COPY,
        /// initial_bytes rose within a session without VFIO_PRECOPY_INFO_REINIT.
        INITIAL_BYTES_ROSE,
        /// The precopy query was answered outside PRE_COPY and PRE_COPY_P2P.
        PRECOPY_QUERY_OUTSIDE;

        /// The device or the VMM broke the protocol, as opposed to a trace that is odd.
        public boolean isProtocol() {
            return compareTo(ARC_ILLEGAL) >= 0;
        }
    }
}
