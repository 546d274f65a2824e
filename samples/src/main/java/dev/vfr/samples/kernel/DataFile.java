package dev.vfr.samples.kernel;

import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;

/// What a driver does for the file behind a data_fd: its file operations.
public interface DataFile {

    /// What the file's link in `/proc/PID/fd` names, as in `anon_inode:mtty_mig`.
    String name();

    /// Whether it was opened for writing, by an arc to RESUMING, and not for reading.
    boolean isForWriting();

    /// read(2). No data is the end of the stream in STOP_COPY, ENOMSG the temporary end in pre-copy.
    Answer<StateData> read(int maxBytes);

    /// write(2). The answer is how many bytes were taken.
    Answer<Integer> write(StateData data);

    /// The bits of [PollBits] that are true now.
    int ready();

    /// VFIO_MIG_GET_PRECOPY_INFO, once the argument has been found right.
    ///
    /// @param optedIn whether the caller has opted in to REINIT
    Answer<PrecopyCounters> precopyInfo(boolean optedIn);

    /// The last fd was closed.
    void release();
}
