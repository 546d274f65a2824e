package dev.vfr.model.event;

/// Where and when an event was observed.
///
/// The numbers of processes, devices and host clocks are the trace's own, given by [TraceEvent.ProcessNamed] and
/// [DeviceEvent.DeviceNamed], which come before the first event that uses them.
///
/// @param seq position in the trace, from 0, without holes; a hole is a damaged trace
/// @param timeNs ns on the process's host clock at the entry of the call, [#UNKNOWN_NS] where the source has no times
/// @param durationNs ns from entry to return of the call, [#UNKNOWN_NS] where it is not known or the event is no call
/// @param process the trace's number of the process, [#NONE] for facts about the trace itself
/// @param thread the thread's id at the source, [#NONE] where unknown
/// @param device the trace's number of the device, [#NONE] where the event concerns none
/// @param session the number of the data transfer session (one per opened data_fd) within the device, from 0,
///     [#NONE] where the event belongs to none or the source cannot know
public record EventHeader(long seq, long timeNs, long durationNs, int process, int thread, int device, int session) {

    /// A time or a duration that the source does not know. Never 0.
    public static final long UNKNOWN_NS = Long.MIN_VALUE;

    /// No process, thread, device or session.
    public static final int NONE = -1;

    /// The farthest from a clock's zero, and the longest duration, that a header takes, ns: 73 years. Differences
    /// of two of them do not overflow.
    public static final long FARTHEST_NS = 1L << 61;

    /// An event of a process, of no thread, device or session that is known.
    public static EventHeader at(long seq, long timeNs, int process) {
        return new EventHeader(seq, timeNs, UNKNOWN_NS, process, NONE, NONE, NONE);
    }

    public EventHeader {
        if (timeNs != UNKNOWN_NS && (timeNs > FARTHEST_NS || timeNs < -FARTHEST_NS)) {
            throw new IllegalArgumentException("timeNs " + timeNs);
        }
        if (seq < 0) {
            throw new IllegalArgumentException("seq " + seq);
        }
        if ((durationNs < 0 && durationNs != UNKNOWN_NS) || durationNs > FARTHEST_NS) {
            throw new IllegalArgumentException("durationNs " + durationNs);
        }
        if (process < NONE || thread < NONE || device < NONE || session < NONE) {
            throw new IllegalArgumentException("negative number in header of event " + seq);
        }
    }

    public boolean hasTime() {
        return timeNs != UNKNOWN_NS;
    }

    public boolean hasDuration() {
        return durationNs != UNKNOWN_NS;
    }

    public boolean hasDevice() {
        return device != NONE;
    }

    /// When the call returned, [#UNKNOWN_NS] where the time or the duration is unknown.
    public long endNs() {
        return hasTime() && hasDuration() ? timeNs + durationNs : UNKNOWN_NS;
    }

    /// The same header at another position of a trace.
    public EventHeader withSeq(long newSeq) {
        return new EventHeader(newSeq, timeNs, durationNs, process, thread, device, session);
    }
}
