package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.text.FileTally;

/// Reads one capture file of one process forward, a fact at a time, so that several files can be merged by time.
///
/// Not safe for use by two threads.
public interface CaptureCursor extends AutoCloseable {

    /// The place of a fact in a file that has shown no time so far.
    long NO_TIME = Long.MIN_VALUE;

    /// Moves to the next fact, passing over what is none. False at the end of the file.
    ///
    /// @throws EventSourceException where the file cannot be read or is not of this cursor's format
    boolean advance() throws EventSourceException;

    /// Where the present fact belongs among those of other files: ns since 1970-01-01T00:00:00Z, never less than
    /// for the fact before it in the same file; [#NO_TIME] before the first time stamp.
    long orderNs();

    /// Hands the present fact over.
    void deliver(QemuProcesses processes) throws EventSourceException;

    /// What was read and passed over so far.
    FileTally tally();

    @Override
    void close() throws EventSourceException;
}
