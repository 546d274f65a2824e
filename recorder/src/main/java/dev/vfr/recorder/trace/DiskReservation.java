package dev.vfr.recorder.trace;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// Takes disk space for a file before it is written through mapped memory.
///
/// Without it a full disk shows as a fault in the middle of a record. `fallocate(2)` with FALLOC_FL_KEEP_SIZE says so
/// before, and what it has taken can be written. Where there is no such call, or the file system does not have it,
/// nothing is reserved.
final class DiskReservation implements AutoCloseable {

    /// Always this much is reserved beyond the place that is written next. Cutting the file on close gives it back,
    /// which leaves room for manifest and index.
    private static final long AHEAD_BYTES = 2 << 20;

    private static final long MAX_STEP_BYTES = 64 << 20;

    private static final int KEEP_SIZE = 1;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int EINTR = Errno.EINTR.number();
    private static final int EFBIG = Errno.EFBIG.number();
    private static final int ENOSPC = Errno.ENOSPC.number();
    private static final int EDQUOT = Errno.EDQUOT.number();

    private final Path file;
    private int fd;
    private long reserved;

    private DiskReservation(Path file, int fd) {
        this.file = file;
        this.fd = fd;
    }

    static DiskReservation of(Path file) {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        return new DiskReservation(file, linux ? LibC.open(file, O_RDWR | O_CLOEXEC) : -1);
    }

    /// Makes sure that `length` bytes from `place` on can be written.
    ///
    /// @throws TraceException of kind DISK_FULL where there is no space for them
    void require(long place, long length) throws TraceException {
        long needed = place + length + AHEAD_BYTES;
        if (needed > reserved && fd >= 0) {
            reserve(Math.max(needed, place + Math.min(place / 2, MAX_STEP_BYTES)));
        }
    }

    private void reserve(long end) throws TraceException {
        int errno;
        do {
            errno = LibC.fallocate(fd, KEEP_SIZE, reserved, end - reserved);
        } while (errno == EINTR);
        if (errno == 0) {
            reserved = end;
        } else if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
            String why = errno == ENOSPC
                    ? "no space left on the disk"
                    : errno == EDQUOT ? "disk quota exceeded" : "file too large";
            throw new TraceException(Kind.DISK_FULL, file + ": " + why + "; what was recorded before is intact");
        } else {
            close();
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            LibC.close(fd);
            fd = -1;
        }
    }

    /// The three calls of the C library.
    @SuppressWarnings("restricted") // Calling C is restricted; the launcher enables it.
    private static final class LibC {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
        private static final VarHandle ERRNO_VALUE =
                Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

        private static final MethodHandle OPEN = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        private static final MethodHandle CLOSE = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle FALLOCATE = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("fallocate"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                ERRNO);

        private LibC() {}

        /// @return the fd, -1 where it cannot be opened
        static int open(Path file, int flags) {
            try (Arena arena = Arena.ofConfined()) {
                return (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), flags);
            } catch (Throwable e) {
                throw new AssertionError("open(2)", e);
            }
        }

        /// @return 0 or the errno
        static int fallocate(int fd, int mode, long place, long length) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
                int answer = (int) FALLOCATE.invokeExact(state, fd, mode, place, length);
                return answer == 0 ? 0 : (int) ERRNO_VALUE.get(state, 0L);
            } catch (Throwable e) {
                throw new AssertionError("fallocate(2)", e);
            }
        }

        static void close(int fd) {
            try {
                int ignored = (int) CLOSE.invokeExact(fd);
            } catch (Throwable e) {
                throw new AssertionError("close(2)", e);
            }
        }
    }
}
