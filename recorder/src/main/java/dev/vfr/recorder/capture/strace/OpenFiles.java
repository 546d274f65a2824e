package dev.vfr.recorder.capture.strace;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The open device fds and data_fds of one process, as far as strace showed them.
///
/// Whose a data_fd is, strace does not show: it is that of the only device there is, or nobody's.
final class OpenFiles {

    /// An open file; dup'ed fds and forked children share it.
    static final class OpenFile {
        final boolean isData;
        /// The trace's number, [EventHeader#NONE] where it is not known.
        final int device;
        final int session;
        long streamOffset;
        private int fds = 1;

        OpenFile(boolean isData, int device, int session) {
            this.isData = isData;
            this.device = device;
            this.session = session;
        }
    }

    /// The trace's number of the process.
    final int process;
    boolean named;
    private final Map<Integer, OpenFile> files = new HashMap<>();

    OpenFiles(int process) {
        this.process = process;
    }

    /// The same files in a child of a fork.
    OpenFiles forked(int child) {
        OpenFiles copy = new OpenFiles(child);
        copy.files.putAll(files);
        files.values().forEach(file -> file.fds++);
        return copy;
    }

    /// The file behind `fd`, where one of that sort was seen.
    Optional<OpenFile> at(int fd, boolean data) {
        return Optional.ofNullable(files.get(fd)).filter(file -> file.isData == data);
    }

    void open(int fd, OpenFile file) {
        files.put(fd, file);
    }

    void duplicate(int from, int to) {
        OpenFile file = files.get(from);
        if (file != null) {
            file.fds++;
            files.put(to, file);
        }
    }

    /// The file that `fd` was the last to stand for, empty where others still do.
    Optional<OpenFile> close(int fd) {
        @Nullable OpenFile file = files.remove(fd);
        if (file == null) {
            return Optional.empty();
        }
        file.fds--;
        return file.fds == 0 ? Optional.of(file) : Optional.empty();
    }

    /// The process has ended.
    void closeAll() {
        files.values().forEach(file -> file.fds--);
        files.clear();
    }
}
