package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

/// Predicts the answers about data transfer sessions: the properties of a data_fd, a source session step by step,
/// loading, reset, close and reopen.
final class SessionAnswers {

    private static final String NO_POLL = "mtty has no poll operation, so that the kernel says that it is always ready";
    private static final String SIZE = "the size of the state is the driver's";
    private static final String NO_ENOMSG =
            "mtty reads 0 at the temporary end of pre-copy, where the uapi wants ENOMSG";
    private static final Mtty MTTY = new Mtty(1);

    private long headerRead;

    /// The file behind a data_fd: one direction, not seekable.
    static void dataFd(KernelAnswer answer) {
        boolean resuming = answer.text("where").equals("RESUMING");
        answer.asks("where")
                .is("access", resuming ? "WRONLY" : "RDONLY")
                .is("f_getfl", resuming ? "0x1" : "0")
                .is("lseek", "ESPIPE")
                .is("pread0", "ESPIPE")
                .is("pread1", "ESPIPE")
                .is("pwrite1", "ESPIPE")
                .is("mmap", resuming ? "EACCES" : "ENODEV")
                .is("cloexec", 1L)
                .isByDriver("link", "anon_inode:mtty_mig", "a driver names its anonymous inode as it likes")
                .isByDriver("st_mode", "0600", "all anonymous inodes share one mode")
                .isByDriver("poll_ret", 1L, NO_POLL)
                .isByDriver("poll_revents", "0x5", NO_POLL);
    }

    void walk(KernelAnswer answer) {
        answer.asks("step");
        switch (answer.text("step")) {
            case "read from the resume fd", "write to the save fd" -> answer.is("result", "-EBADF");
            case "RUNNING->PRE_COPY" -> opened(answer);
            case "read 4 in PRE_COPY" -> readInPreCopy(answer);
            case "read 0 bytes at end in PRE_COPY" -> answer.is("ret", 0L).is("errno", "OK");
            case "PRE_COPY->PRE_COPY_P2P" ->
                answer.is("errno", "OK")
                        .is("data_fd", -1L)
                        .is("precopy_info", "OK")
                        .is("initial_bytes", Mtty.HEADER_BYTES - headerRead)
                        .isByDriver("read", "0", NO_ENOMSG);
            case "PRE_COPY_P2P->STOP_COPY" ->
                answer.is("errno", "OK").is("data_fd", -1L).is("precopy_info", queried(DeviceState.STOP_COPY));
            case "drain in STOP_COPY" -> {
                long rest = MTTY.sizeBytes() - headerRead;
                answer.isByDriver("bytes", rest, SIZE).isByDriver("reads", List.of(Long.toString(rest), "0"), SIZE);
            }
            case "read again at end in STOP_COPY" ->
                answer.is("result", "0").isByDriver("poll_ret", 1L, NO_POLL).isByDriver("poll_revents", "0x1", NO_POLL);
            case "STOP_COPY->STOP_COPY" -> answer.is("errno", "OK").is("data_fd", -1L);
            case "STOP_COPY->STOP, then the old fd" ->
                answer.is("errno", "OK")
                        .is("data_fd", -1L)
                        .is("read", "-ENODEV")
                        .isByDriver("precopy_info", "EINVAL", "mtty looks at the state before the session: no ENODEV");
            case "STOP->STOP_COPY again: new fd and old fd" ->
                answer.is("errno", "OK")
                        .isNotPredictable("data_fd", "the lowest fd that was free in the process")
                        .is("same_number", 0L)
                        .isByDriver("read_new", "4", SIZE)
                        .is("read_old", "-ENODEV");
            case "STOP_COPY->RUNNING with the data fds closed" ->
                answer.is("errno", "OK").is("state", "RUNNING");
            default -> throw new AssertionError("unknown step: " + answer);
        }
    }

    private static String queried(DeviceState state) {
        return KernelAnswer.name(PrecopyInfo.refusal(PrecopyInfo.SIZE_BYTES, false, state));
    }

    private static void opened(KernelAnswer answer) {
        answer.is("errno", "OK")
                .isNotPredictable("data_fd", "the lowest fd that was free in the process")
                .is("precopy_info", queried(DeviceState.PRE_COPY))
                .isByDriver("initial_bytes", Mtty.HEADER_BYTES, "mtty calls its header initial_bytes")
                .is("dirty_bytes", 0L);
        assertTrue(answer.number("data_fd") >= 0, answer::toString);
    }

    private void readInPreCopy(KernelAnswer answer) {
        long expected = Math.min(4, Mtty.HEADER_BYTES - headerRead);
        headerRead += expected;
        answer.isByDriver("ret", expected, NO_ENOMSG)
                .is("errno", "OK")
                .is("precopy_info", queried(DeviceState.PRE_COPY))
                .is("initial_bytes", Mtty.HEADER_BYTES - headerRead)
                .isByDriver("dirty_bytes", 0L, "nothing of mtty gets dirty")
                .isByDriver("poll_ret", 1L, NO_POLL)
                .isByDriver("poll_revents", "0x1", NO_POLL);
    }

    /// Data is written in RESUMING, then STOP, then RUNNING is asked for.
    static void resume(KernelAnswer answer) {
        boolean taken = answer.text("set_stop").equals("OK");
        answer.asks("ports", "what")
                .isNotPredictable("writes", "what a driver takes of which data is its own matter")
                .is("state_after_writes", "RESUMING")
                .isByDriver("set_stop", taken ? "OK" : "EINVAL", "mtty refuses with EINVAL what is too short")
                .is("state_after_stop", taken ? "STOP" : "RESUMING")
                .is("set_running", taken ? "OK" : "EINVAL")
                .is("state_after_running", taken ? "RUNNING" : "RESUMING")
                .is("reset", "OK")
                .is("state_after_reset", "RUNNING");
        boolean closed = answer.text("what").equals("good data, fd closed before STOP");
        if (closed) {
            answer.is("fd_write_afterwards", "closed");
        } else {
            answer.is("fd_write_afterwards", taken ? "-ENODEV" : "1");
        }
    }

    /// VFIO_DEVICE_RESET with a session open.
    static void reset(KernelAnswer answer) {
        DeviceState asked = answer.state("asked_state");
        DeviceState before = asked == DeviceState.ERROR ? DeviceState.RUNNING : asked;
        boolean resuming = before == DeviceState.RESUMING;
        boolean session = before.isSaving() || resuming;
        Optional<Errno> query = PrecopyInfo.refusal(PrecopyInfo.SIZE_BYTES, resuming, DeviceState.RUNNING);
        answer.asks("asked_state")
                .is("state_before", before.name())
                .is("reset", "OK")
                .is("state_after", "RUNNING")
                .is("data_fd_io", session ? "-ENODEV" : "none")
                .isByDriver(
                        "data_fd_precopy_info",
                        session ? KernelAnswer.name(query) : "none",
                        "mtty looks at the state before the session: EINVAL instead of ENODEV");
    }

    /// The device fd is closed with a session open, and the device opened again.
    static void closeAndReopen(KernelAnswer answer) {
        DeviceState before = answer.state("state_before");
        String ended = before.isSaving() || before == DeviceState.RESUMING ? "-ENODEV" : "none";
        answer.asks("state_before")
                .is("data_fd_io_while_closed", ended)
                .is("data_fd_io_after_reopen", ended)
                .isByDriver("state_after_reopen", before.name(), "mtty keeps its state while it is closed");
    }
}
