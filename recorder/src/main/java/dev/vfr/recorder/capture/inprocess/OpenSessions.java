package dev.vfr.recorder.capture.inprocess;

import dev.vfr.model.event.EventHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The data transfer sessions of one device as the recorder sees them: their numbers and how far their streams
/// are.
final class OpenSessions {

    private final Map<Integer, Session> byDataFd = new HashMap<>();
    private int opened;

    private static final class Session {
        private final int number;
        private long offsetBytes;

        private Session(int number) {
            this.number = number;
        }
    }

    /// A call came back with a new data_fd.
    ///
    /// @return the new session's number
    synchronized int open(int dataFd) {
        Session session = new Session(opened++);
        byDataFd.put(dataFd, session);
        return session.number;
    }

    /// The number of the session behind `dataFd`, [EventHeader#NONE] for a fd that is not known.
    synchronized int numberOf(int dataFd) {
        Session session = byDataFd.get(dataFd);
        return session == null ? EventHeader.NONE : session.number;
    }

    /// Moves the stream on.
    ///
    /// @return the offset before
    synchronized OptionalLong advance(int dataFd, long bytes) {
        Session session = byDataFd.get(dataFd);
        if (session == null) {
            return OptionalLong.empty();
        }
        long before = session.offsetBytes;
        session.offsetBytes += bytes;
        return OptionalLong.of(before);
    }

    synchronized void close(int dataFd) {
        byDataFd.remove(dataFd);
    }
}
