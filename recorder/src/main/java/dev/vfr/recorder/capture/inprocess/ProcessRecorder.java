package dev.vfr.recorder.capture.inprocess;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Records what one process does: gives events their headers and hands them to the sink.
///
/// Recording never fails towards the process that is recorded. Once the sink has failed, nothing more is
/// recorded; what is dropped from then on is counted, and [#throwIfFailed] says what happened. Safe for use by
/// several threads; the sink is only called by one at a time as long as it has one recorder.
public final class ProcessRecorder {

    private final EventSink sink;
    private final LongSupplier clockNs;
    private final int process;
    private final IntSupplier thread;

    private @Nullable EventSourceException failure;
    private long dropped;

    /// @param clockNs the process's monotonic host clock, ns
    /// @param process the trace's number of the process
    /// @param thread the id of the calling thread
    public ProcessRecorder(EventSink sink, LongSupplier clockNs, int process, IntSupplier thread) {
        this.sink = sink;
        this.clockNs = clockNs;
        this.process = process;
        this.thread = thread;
    }

    /// The process's monotonic host clock, ns.
    public long nowNs() {
        return clockNs.getAsLong();
    }

    /// The header of a call that returns now.
    ///
    /// @param device the trace's number of the device
    /// @param session the number of the data transfer session, or [EventHeader#NONE]
    /// @param startNs host clock at the entry of the call
    public EventHeader ofCall(int device, int session, long startNs) {
        return new EventHeader(0, startNs, nowNs() - startNs, process, thread.getAsInt(), device, session);
    }

    /// The header of something that happens now and is no call.
    ///
    /// @param device the trace's number of the device, or [EventHeader#NONE]
    public EventHeader ofMoment(int device) {
        return new EventHeader(
                0, nowNs(), EventHeader.UNKNOWN_NS, process, thread.getAsInt(), device, EventHeader.NONE);
    }

    /// Hands one event to the sink.
    public synchronized void append(MigrationEvent event) {
        if (failure != null) {
            dropped++;
            return;
        }
        try {
            sink.append(event);
        } catch (EventSourceException e) {
            failure = e;
            dropped++;
        }
    }

    /// How many events did not reach the sink because it had failed; empty as long as it has not.
    public synchronized OptionalLong dropped() {
        return failure == null ? OptionalLong.empty() : OptionalLong.of(dropped);
    }

    /// Tells the caller that the sink failed, if it has.
    ///
    /// @throws EventSourceException what the sink said
    public synchronized void throwIfFailed() throws EventSourceException {
        if (failure != null) {
            throw failure;
        }
    }
}
