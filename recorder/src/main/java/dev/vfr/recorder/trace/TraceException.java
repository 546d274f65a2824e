package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSourceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// A trace cannot be written, opened or read. The message is one line: path, position, what was expected, what was
/// found.
public final class TraceException extends EventSourceException {
    private static final long serialVersionUID = 1L;

    /// What went wrong, for callers that answer differently.
    public enum Kind {
        /// There is nothing at the path, or a part of the trace is not there.
        MISSING,
        /// There is something at the path already; a trace is never overwritten.
        EXISTS,
        /// What is at the path is no trace.
        NOT_A_TRACE,
        /// A queue file with content that this program never wrote.
        FOREIGN,
        /// Written by a newer version in a form that this one does not know.
        TOO_NEW,
        /// Written by a version so old that its form is no longer read.
        TOO_OLD,
        /// The trace ends before the place where it should.
        TRUNCATED,
        /// Bytes are not what was written.
        CORRUPT,
        /// No space is left to write to.
        DISK_FULL,
        /// An event that does not fit into a record.
        TOO_LARGE,
        /// The operating system refused to read or write.
        IO
    }

    private final Kind kind;

    TraceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    TraceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// The operating system's words about `path`.
    static TraceException io(Path path, String doing, IOException e) {
        String reason = e instanceof FileSystemException fs && fs.getReason() != null ? fs.getReason() : e.getMessage();
        String why =
                reason == null || reason.equals(path.toString()) ? e.getClass().getSimpleName() : reason;
        Kind kind = why.contains("No space left") || why.contains("quota exceeded") ? Kind.DISK_FULL : Kind.IO;
        return new TraceException(kind, path + ": cannot be " + doing + ": " + why, e);
    }

    public Kind kind() {
        return kind;
    }
}
