package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;

/// Gives the facts of one process their headers and passes them on in order.
final class Timeline {

    private final HeldEvents held;
    private final int process;
    private final long startNs;
    private long timeNs = EventHeader.UNKNOWN_NS;
    private int thread = EventHeader.NONE;
    private long recorded;

    /// @param held the order of events, which the processes of a trace share
    /// @param startNs the trace's time 0 in ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where there
    ///     are no times
    Timeline(HeldEvents held, int process, long startNs) {
        this.held = held;
        this.process = process;
        this.startNs = startNs;
    }

    /// When and on which thread the facts that follow happened.
    void at(long epochNs, int newThread) {
        timeNs = traceNs(epochNs);
        thread = newThread;
    }

    /// A fact of the whole process.
    EventHeader header() {
        return header(EventHeader.NONE, EventHeader.NONE);
    }

    /// A fact of a device, in its present session.
    EventHeader header(DeviceTrack device) {
        return header(device.number(), device.session());
    }

    /// A fact that another clock places, on no thread of the process.
    ///
    /// @param epochNs ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where it is not shown
    EventHeader headerAt(long epochNs, int device) {
        return new EventHeader(
                0, traceNs(epochNs), EventHeader.UNKNOWN_NS, process, EventHeader.NONE, device, EventHeader.NONE);
    }

    private long traceNs(long epochNs) {
        boolean known = epochNs != CaptureCursor.NO_TIME
                && startNs != CaptureCursor.NO_TIME
                && Math.abs(epochNs - startNs) <= EventHeader.FARTHEST_NS;
        return known ? epochNs - startNs : EventHeader.UNKNOWN_NS;
    }

    EventHeader header(int device, int session) {
        return new EventHeader(0, timeNs, EventHeader.UNKNOWN_NS, process, thread, device, session);
    }

    /// A call that was entered at `entry` and has returned by now.
    EventHeader since(EventHeader entry, DeviceTrack device) {
        boolean known = entry.hasTime() && timeNs != EventHeader.UNKNOWN_NS && timeNs >= entry.timeNs();
        long duration = known ? timeNs - entry.timeNs() : EventHeader.UNKNOWN_NS;
        return new EventHeader(0, entry.timeNs(), duration, process, entry.thread(), device.number(), device.session());
    }

    /// What happened when the call of `call` had returned.
    EventHeader after(EventHeader call) {
        long end = call.endNs();
        return new EventHeader(
                0,
                end == EventHeader.UNKNOWN_NS ? call.timeNs() : end,
                EventHeader.UNKNOWN_NS,
                process,
                call.thread(),
                call.device(),
                call.session());
    }

    void append(MigrationEvent event) throws EventSourceException {
        recorded++;
        held.append(event);
    }

    HeldEvents.Slot hold() {
        recorded++;
        return held.hold();
    }

    void release() throws EventSourceException {
        held.release();
    }

    /// How many events of the process were taken so far, a slot counting as one.
    long recorded() {
        return recorded;
    }
}
