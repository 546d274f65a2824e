package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.vfio.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The calls of the C library that the JDK does not have. Numbers are Linux's.
@SuppressWarnings("restricted") // Calling C is restricted; the launcher enables it.
final class Posix {

    static final int EINTR = Errno.EINTR.number();
    static final int EEXIST = Errno.EEXIST.number();
    static final int ENOSPC = Errno.ENOSPC.number();
    static final int EOPNOTSUPP = Errno.EOPNOTSUPP.number();

    static final int SIGQUIT = 3;

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_NOCTTY = 0x100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OWNER_ONLY = 0600;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final long SIG_IGN = 1;
    private static final short SPAWN_SETSIGDEF = 0x04;
    private static final short SPAWN_SETSIGMASK = 0x08;

    /// More than posix_spawnattr_t and sigset_t have in any C library for Linux.
    private static final int OPAQUE_BYTES = 1024;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final java.lang.foreign.AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final long ADDRESS_BYTES = ADDRESS.byteSize();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(INT, ADDRESS, INT, INT), Linker.Option.firstVariadicArg(2), ERRNO);
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle FALLOCATE =
            handle("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG), ERRNO);
    private static final MethodHandle FCNTL =
            handle("fcntl", FunctionDescriptor.of(INT, INT, INT, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle KILL = handle("kill", FunctionDescriptor.of(INT, INT, INT), ERRNO);
    private static final MethodHandle WAITPID = handle("waitpid", FunctionDescriptor.of(INT, INT, ADDRESS, INT), ERRNO);
    private static final MethodHandle GETPGRP = handle("getpgrp", FunctionDescriptor.of(INT));
    private static final MethodHandle TCGETPGRP = handle("tcgetpgrp", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle SIGNAL = handle("signal", FunctionDescriptor.of(LONG, INT, LONG));
    private static final MethodHandle STRERROR = handle("strerror", FunctionDescriptor.of(ADDRESS, INT));
    private static final MethodHandle SIGEMPTYSET = handle("sigemptyset", FunctionDescriptor.of(INT, ADDRESS));
    private static final MethodHandle SIGADDSET = handle("sigaddset", FunctionDescriptor.of(INT, ADDRESS, INT));
    private static final MethodHandle ATTR_INIT = handle("posix_spawnattr_init", FunctionDescriptor.of(INT, ADDRESS));
    private static final MethodHandle ATTR_DESTROY =
            handle("posix_spawnattr_destroy", FunctionDescriptor.of(INT, ADDRESS));
    private static final MethodHandle ATTR_FLAGS =
            handle("posix_spawnattr_setflags", FunctionDescriptor.of(INT, ADDRESS, ValueLayout.JAVA_SHORT));
    private static final MethodHandle ATTR_MASK =
            handle("posix_spawnattr_setsigmask", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));
    private static final MethodHandle ATTR_DEFAULT =
            handle("posix_spawnattr_setsigdefault", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));
    private static final MethodHandle SPAWNP =
            handle("posix_spawnp", FunctionDescriptor.of(INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private Posix() {}

    private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /// What fork and exec made of a command.
    ///
    /// @param pid of the new process, 0 where there is none
    /// @param errno why there is none
    record Spawned(int pid, int errno) {}

    /// Starts a program, which is looked for on the PATH, with all of this process's fds that are not closed on exec,
    /// no signal blocked, and `defaultSignals` set to their defaults.
    ///
    /// @param environment NAME=VALUE each, all that the program gets
    static Spawned spawn(List<String> words, List<MemorySegment> environment, int... defaultSignals) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment signals = arena.allocate(OPAQUE_BYTES, ADDRESS_BYTES);
            MemorySegment attributes = arena.allocate(OPAQUE_BYTES, ADDRESS_BYTES);
            int ignored = (int) ATTR_INIT.invokeExact(attributes);
            ignored = (int) SIGEMPTYSET.invokeExact(signals);
            ignored = (int) ATTR_MASK.invokeExact(attributes, signals);
            for (int signal : defaultSignals) {
                ignored = (int) SIGADDSET.invokeExact(signals, signal);
            }
            ignored = (int) ATTR_DEFAULT.invokeExact(attributes, signals);
            ignored = (int) ATTR_FLAGS.invokeExact(attributes, (short) (SPAWN_SETSIGDEF | SPAWN_SETSIGMASK));
            List<MemorySegment> arguments = words.stream()
                    .map(word -> arena.allocateFrom(word, StandardCharsets.UTF_8))
                    .toList();
            MemorySegment pid = arena.allocate(INT);
            int errno = (int) SPAWNP.invokeExact(
                    pid,
                    arguments.getFirst(),
                    MemorySegment.NULL,
                    attributes,
                    pointers(arena, arguments),
                    pointers(arena, environment));
            ignored = (int) ATTR_DESTROY.invokeExact(attributes);
            return new Spawned(errno == 0 ? pid.get(INT, 0) : 0, errno);
        } catch (Throwable e) {
            throw failed("posix_spawnp", e);
        }
    }

    private static MemorySegment pointers(Arena arena, List<MemorySegment> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, texts.get(i));
        }
        return array;
    }

    /// The environment of this process as it was given, byte for byte.
    static List<MemorySegment> environment() {
        MemorySegment variable = LINKER.defaultLookup().findOrThrow("environ").reinterpret(ADDRESS_BYTES);
        MemorySegment array = variable.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE);
        List<MemorySegment> all = new ArrayList<>();
        for (long i = 0; !array.getAtIndex(ADDRESS, i).equals(MemorySegment.NULL); i++) {
            all.add(array.getAtIndex(ADDRESS, i).reinterpret(Long.MAX_VALUE));
        }
        return all;
    }

    /// Waits until a child has ended.
    ///
    /// @return its status as wait(2) gives it
    static int waitFor(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            MemorySegment status = arena.allocate(INT);
            int answer;
            do {
                answer = (int) WAITPID.invokeExact(state, pid, status, 0);
            } while (answer < 0 && (int) ERRNO_VALUE.get(state, 0L) == EINTR);
            if (answer != pid) {
                throw new IllegalStateException("waitpid of " + pid + ": errno " + (int) ERRNO_VALUE.get(state, 0L));
            }
            return status.get(INT, 0);
        } catch (Throwable e) {
            throw failed("waitpid", e);
        }
    }

    /// Sends a signal to a process that may be gone.
    static void kill(int pid, int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int ignored = (int) KILL.invokeExact(state, pid, signal);
        } catch (Throwable e) {
            throw failed("kill", e);
        }
    }

    /// Whether this process is in the foreground of its terminal, where there is one.
    static boolean isInForeground() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int fd = (int) OPEN.invokeExact(state, arena.allocateFrom("/dev/tty"), O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
            if (fd < 0) {
                return false;
            }
            int foreground = (int) TCGETPGRP.invokeExact(fd);
            int ignored = (int) CLOSE.invokeExact(fd);
            return foreground == (int) GETPGRP.invokeExact();
        } catch (Throwable e) {
            throw failed("tcgetpgrp", e);
        }
    }

    static void ignoreSignal(int signal) {
        try {
            long ignored = (long) SIGNAL.invokeExact(signal, SIG_IGN);
        } catch (Throwable e) {
            throw failed("signal", e);
        }
    }

    static void closeOnExec(int fd) {
        try {
            int ignored = (int) FCNTL.invokeExact(fd, F_SETFD, FD_CLOEXEC);
        } catch (Throwable e) {
            throw failed("fcntl", e);
        }
    }

    /// Makes a file of `bytes` zeros for which the space is taken, readable and writable by its owner alone.
    ///
    /// @return 0 or the errno; EOPNOTSUPP where the file is there but no space could be taken for it
    static int makeFile(Path path, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int fd = (int) OPEN.invokeExact(
                    state, arena.allocateFrom(path.toString()), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
            if (fd < 0) {
                return (int) ERRNO_VALUE.get(state, 0L);
            }
            int errno;
            do {
                int answer = (int) FALLOCATE.invokeExact(state, fd, 0, 0L, bytes);
                errno = answer == 0 ? 0 : (int) ERRNO_VALUE.get(state, 0L);
            } while (errno == EINTR);
            int ignored = (int) CLOSE.invokeExact(fd);
            return errno;
        } catch (Throwable e) {
            throw failed("fallocate", e);
        }
    }

    /// What the C library calls an errno, such as `No such file or directory`.
    static String describe(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw failed("strerror", e);
        }
    }

    /// Calls a function of a shared library that takes nothing and returns an int64_t.
    ///
    /// @return empty where the library cannot be loaded or has no such function
    static OptionalLong call(Path library, String function) {
        try {
            // The library stays loaded: unloading one that has wrapped anything is never worth it.
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            if (symbols.find(function).isEmpty()) {
                return OptionalLong.empty();
            }
            MethodHandle handle = LINKER.downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.of(LONG));
            return OptionalLong.of((long) handle.invokeExact());
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        } catch (Throwable e) {
            throw failed(function, e);
        }
    }

    private static AssertionError failed(String call, Throwable e) {
        return new AssertionError(call + "(): " + e, e);
    }
}
