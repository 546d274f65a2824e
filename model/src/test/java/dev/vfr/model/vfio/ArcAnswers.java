package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

/// Predicts the answers to requests for device states.
final class ArcAnswers {

    private static final MigrationFlags FLAGS = MigrationFlags.ALL;

    private static final String SIZE = "the size of the state is the driver's";
    private static final String NO_ENOMSG =
            "mtty reads 0 at the temporary end of pre-copy, where the uapi wants ENOMSG";

    private ArcAnswers() {}

    /// One ordered pair of states: reset, go to `from`, read or write as the variant says, SET `to`.
    static void arc(KernelAnswer answer) {
        answer.asks("ports", "from", "to", "variant");
        if (answer.has("unreachable_from")) {
            answer.is("unreachable_from", true)
                    .is("set_from_errno", KernelAnswer.name(ArcTable.refusal(DeviceState.RUNNING, 0, FLAGS)))
                    .is("state", "RUNNING");
            return;
        }
        DeviceState from = answer.state("from");
        DeviceState to = answer.state("to");
        before(answer, from);
        Optional<Errno> refusal = ArcTable.refusal(from, to.number(), FLAGS);
        boolean dataMissing = from == DeviceState.RESUMING
                && to != DeviceState.RESUMING
                && refusal.isEmpty()
                && !answer.text("variant").equals("loaded");
        if (dataMissing) {
            answer.isByDriver("errno", "EINVAL", "mtty refuses data that is too short at RESUMING to STOP");
            assertTrue(ArcTable.path(from, to, FLAGS).orElseThrow().contains(answer.state("state_after")));
        } else {
            answer.is("errno", KernelAnswer.name(refusal));
        }
        boolean walked = refusal.isEmpty() && !dataMissing;
        DeviceState after = walked ? to : from;
        DataFdEffect effect =
                walked ? ArcTable.dataFdEffect(ArcTable.path(from, to, FLAGS).orElseThrow()) : DataFdEffect.KEEPS;
        answer.is("ret", walked ? 0L : -1L)
                .is("state_after", after.name())
                .is("state_in_reply", to.name())
                .is("new_fd", effect.opens())
                .isNotPredictable("set_us", "a duration, of one machine and one moment");
        if (effect.opens()) {
            answer.isNotPredictable("data_fd", "the lowest fd that was free in the process");
            assertTrue(answer.number("data_fd") >= 0, answer::toString);
        } else {
            answer.is("data_fd", -1L);
        }
        oldSession(answer, from, after, walked && from != to && effect != DataFdEffect.KEEPS);
        newSession(answer, to, effect.opens());
    }

    private static void before(KernelAnswer answer, DeviceState from) {
        Mtty mtty = Mtty.of(answer);
        answer.is("reset_errno", "OK");
        if (answer.has("drained_bytes")) {
            long readable = mtty.readableBytes(from);
            answer.isByDriver("drained_bytes", readable, SIZE)
                    .isByDriver(
                            "drain_reads",
                            List.of(Long.toString(readable), "0"),
                            from.isPreCopy() ? NO_ENOMSG : "the end of STOP_COPY is a 0 by the uapi; " + SIZE);
        }
        if (answer.has("written")) {
            answer.isByDriver("written", mtty.sizeBytes(), SIZE);
        }
    }

    private static void oldSession(KernelAnswer answer, DeviceState from, DeviceState after, boolean ended) {
        if (!from.isSaving() && from != DeviceState.RESUMING) {
            answer.is("old_fd_io", "none").is("old_fd_precopy_info", "none");
            return;
        }
        if (ended) {
            answer.is("old_fd_io", "-ENODEV");
        } else if (from == DeviceState.RESUMING) {
            boolean loaded = answer.text("variant").equals("loaded");
            answer.isByDriver("old_fd_io", loaded ? "-ENOMEM" : "1", "mtty takes no more than its size: ENOMEM");
        } else {
            answer.isByDriver("old_fd_io", unread(answer, from, after) > 0 ? "4" : "0", NO_ENOMSG);
        }
        Optional<Errno> query = PrecopyInfo.refusal(PrecopyInfo.SIZE_BYTES, from == DeviceState.RESUMING, after);
        if (query.isPresent()) {
            answer.isByDriver(
                    "old_fd_precopy_info",
                    "-" + query.get().name(),
                    "after the end of a session mtty looks at the state first: EINVAL instead of ENODEV");
        } else {
            long left = Math.max(0, unread(answer, from, after) - 4);
            answer.isByDriver("old_fd_precopy_info", left + "/0", "mtty counts its header down, nothing gets dirty");
        }
    }

    /// Bytes that a read in `after` still finds, before the probe's own read of 4.
    private static long unread(KernelAnswer answer, DeviceState from, DeviceState after) {
        Mtty mtty = Mtty.of(answer);
        long read = answer.text("variant").equals("drained") ? mtty.readableBytes(from) : 0;
        return Math.max(0, mtty.readableBytes(after) - read);
    }

    private static void newSession(KernelAnswer answer, DeviceState to, boolean opened) {
        if (!opened || to == DeviceState.RESUMING) {
            answer.is("new_fd_precopy_info", opened ? "-ENOTTY" : "none")
                    .is("new_fd_reads", List.of())
                    .is("new_fd_bytes", 0L);
            return;
        }
        long readable = Mtty.of(answer).readableBytes(to);
        Optional<Errno> query = PrecopyInfo.refusal(PrecopyInfo.SIZE_BYTES, false, to);
        answer.isByDriver(
                        "new_fd_precopy_info",
                        query.map(errno -> "-" + errno).orElse(Mtty.HEADER_BYTES + "/0"),
                        "mtty calls its header initial_bytes")
                .isByDriver("new_fd_reads", List.of(Long.toString(readable), "0"), NO_ENOMSG)
                .isByDriver("new_fd_bytes", readable, SIZE);
    }

    /// SET of a number that is no state.
    static void setInvalid(KernelAnswer answer) {
        DeviceState from = answer.state("from");
        answer.asks("from", "value")
                .is("errno", KernelAnswer.name(ArcTable.refusal(from, answer.number("value"), FLAGS)))
                .is("ret", -1L)
                .is("data_fd", -1L)
                .is("state_after", from.name());
    }
}
