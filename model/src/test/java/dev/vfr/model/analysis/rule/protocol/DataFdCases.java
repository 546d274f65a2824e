package dev.vfr.model.analysis.rule.protocol;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.fold.TraceScript;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the rules on the life of the data_fd find, and what looks alike.
public final class DataFdCases {

    private static final int POLLIN = 0x1;
    private static final int POLLOUT = 0x4;
    private static final long S = 1_000_000_000;
    private static final int EIO = 5;
    private static final int EBADF = 9;
    private static final int EAGAIN = 11;
    private static final int ENODEV = 19;
    private static final int ESPIPE = 29;
    private static final int ENOMSG = 42;

    private DataFdCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>(sessions());
        cases.addAll(emptyReads());
        cases.addAll(cancels());
        return cases;
    }

    private static List<RuleCase> emptyReads() {
        String rule = "enomsg-busy-loop";
        TraceScript twoDevices = inPreCopy();
        for (int i = 0; i < 300; i++) {
            emptyReads(twoDevices, i * 2_000L, 1, 1_000).on(1).read(4096).on(0);
        }
        TraceScript queried = inPreCopy();
        for (int i = 0; i < 300; i++) {
            emptyReads(queried, i * 2_000L, 1, 1_000).precopyInfo(0, 0, 0);
        }
        return List.of(
                guilty(
                        rule,
                        "300 reads in a row",
                        emptyReads(inPreCopy(), 0, 300, 1_000).closed()),
                guilty(
                        rule,
                        "300 reads in a row, and then data",
                        emptyReads(inPreCopy(), 0, 300, 1_000).read(24).closed()),
                innocent(
                        rule,
                        "100 reads in a row",
                        emptyReads(inPreCopy(), 0, 100, 1_000).closed()),
                innocent(
                        rule,
                        "one read in each round of 1 ms",
                        emptyReads(inPreCopy(), 0, 300, 1_000_000).closed()),
                innocent(
                        rule,
                        "a poll among the reads",
                        emptyReads(
                                        polled(emptyReads(inPreCopy(), 0, 150, 1_000), POLLIN | POLLOUT, 0),
                                        150_000,
                                        150,
                                        1_000)
                                .closed()),
                innocent(rule, "the estimates are asked for in each round", queried.closed()),
                innocent(rule, "another device gives data in each round", twoDevices.closed()));
    }

    private static TraceScript emptyReads(TraceScript trace, long firstNs, int count, long everyNs) {
        for (int i = 0; i < count; i++) {
            trace.at(firstNs + i * everyNs).readFailed(ENOMSG);
        }
        return trace;
    }

    private static List<RuleCase> cancels() {
        String rule = "not-running-after-cancel";
        return List.of(
                guilty(
                        rule,
                        "left in PRE_COPY",
                        cancelled(inPreCopy()).at(20 * S).deviceClosed().closed()),
                guilty(
                        rule,
                        "left in STOP_COPY",
                        cancelled(inPreCopy().set(STOP_COPY))
                                .at(20 * S)
                                .command("query-status")
                                .closed()),
                guilty(
                        rule,
                        "asked for RUNNING after 20 s",
                        cancelled(inPreCopy()).at(20 * S).set(RUNNING).closed()),
                innocent(
                        rule,
                        "back at once, as up to QEMU 10.2",
                        cancelled(inPreCopy())
                                .set(RUNNING)
                                .at(20 * S)
                                .command("query-status")
                                .closed()),
                innocent(
                        rule,
                        "back before it says so, as since QEMU 11.0",
                        cancelled(inPreCopy().set(RUNNING))
                                .at(20 * S)
                                .command("query-status")
                                .closed()),
                innocent(
                        rule,
                        "reset",
                        cancelled(inPreCopy()).reset().at(20 * S).deviceClosed().closed()),
                innocent(
                        rule,
                        "a request that takes 15 s to return",
                        cancelled(inPreCopy())
                                .at(12 * S)
                                .command("query-status")
                                .at(S, 15 * S)
                                .set(RUNNING)
                                .closed()),
                innocent(
                        rule,
                        "the guest is paused",
                        cancelled(inPreCopy().add(paused()))
                                .at(20 * S)
                                .deviceClosed()
                                .closed()),
                innocent(
                        rule,
                        "the trace ends soon",
                        cancelled(inPreCopy()).at(2 * S).deviceClosed().closed()),
                innocent(
                        rule,
                        "it failed and was not cancelled",
                        inPreCopy()
                                .at(0)
                                .status("failed")
                                .at(20 * S)
                                .deviceClosed()
                                .closed()));
    }

    private static RunStateChanged paused() {
        return new RunStateChanged(source().ofProcess(), "paused");
    }

    private static TraceScript cancelled(TraceScript trace) {
        return trace.at(0).status("cancelled");
    }

    private static List<RuleCase> sessions() {
        return List.of(
                guilty(
                        "poll-contradicted",
                        "readable, and ENOMSG",
                        polled(POLLIN | POLLOUT, POLLIN).readFailed(ENOMSG).closed()),
                guilty(
                        "poll-contradicted",
                        "readable, and EAGAIN, twice",
                        polled(polled(POLLIN | POLLOUT, POLLIN).readFailed(EAGAIN), POLLIN | POLLOUT, POLLIN)
                                .readFailed(EAGAIN)
                                .closed()),
                innocent(
                        "poll-contradicted",
                        "readable, and data",
                        polled(POLLIN | POLLOUT, POLLIN).read(24).closed()),
                innocent(
                        "poll-contradicted",
                        "readable, and another error",
                        polled(POLLIN | POLLOUT, POLLIN).readFailed(EIO).closed()),
                innocent(
                        "poll-contradicted",
                        "not readable, and ENOMSG",
                        polled(POLLIN | POLLOUT, 0).readFailed(ENOMSG).closed()),
                innocent(
                        "poll-contradicted",
                        "the kernel's answer for a driver without poll",
                        polled(POLLIN | POLLOUT, POLLIN | POLLOUT)
                                .readFailed(ENOMSG)
                                .closed()),
                innocent(
                        "poll-contradicted",
                        "the poll did not ask for POLLOUT",
                        polled(POLLIN, POLLIN).readFailed(ENOMSG).closed()),
                innocent(
                        "poll-contradicted",
                        "a request between the two",
                        polled(POLLIN | POLLOUT, POLLIN)
                                .set(PRE_COPY_P2P)
                                .readFailed(ENOMSG)
                                .closed()),
                guilty(
                        "second-data-fd",
                        "a data_fd came with PRE_COPY_P2P",
                        inPreCopy().brought(PRE_COPY_P2P, 42, 1).closed()),
                innocent(
                        "second-data-fd",
                        "no data_fd came with PRE_COPY_P2P",
                        inPreCopy().set(PRE_COPY_P2P).closed()),
                innocent(
                        "second-data-fd",
                        "a data_fd came with RUNNING, which is another rule's",
                        inPreCopy().brought(RUNNING, 42, 1).closed()),
                innocent(
                        "second-data-fd",
                        "events are missing in between",
                        inPreCopy()
                                .lost(OptionalLong.empty())
                                .brought(PRE_COPY_P2P, 42, 1)
                                .closed()),
                guilty(
                        "data-fd-without-session",
                        "a data_fd came with STOP",
                        source().set(RUNNING).brought(STOP, 42, 0).closed()),
                innocent(
                        "data-fd-without-session",
                        "a data_fd came with RESUMING",
                        source().set(STOP).brought(RESUMING, 42, 0).closed()),
                innocent(
                        "data-fd-without-session",
                        "a second data_fd within the session, which is another rule's",
                        inPreCopy().brought(PRE_COPY_P2P, 42, 1).closed()),
                guilty(
                        "data-fd-missing",
                        "none came with the second session, though the first shows one",
                        inPreCopy().set(RUNNING).dataFdClosed(0).set(PRE_COPY).closed()),
                innocent(
                        "data-fd-missing",
                        "the source shows no numbers of fds",
                        source().set(STOP).set(RUNNING).set(PRE_COPY).closed()),
                innocent(
                        "data-fd-missing",
                        "the session goes on in STOP_COPY",
                        inPreCopy().set(STOP_COPY).closed()),
                innocent(
                        "data-fd-missing",
                        "a log shows the second session",
                        TraceScript.of("source", "mt0", CaptureSource.STRACE, CaptureSource.QEMU_LOG)
                                .set(RUNNING)
                                .brought(PRE_COPY, 41, 0)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .closed()),
                guilty(
                        "data-fd-out-of-sync",
                        "the new one was closed at once",
                        inPreCopy()
                                .set(STOP_COPY)
                                .set(RUNNING)
                                .brought(STOP_COPY, 42, 1)
                                .dataFdClosed(1)
                                .closed()),
                guilty(
                        "data-fd-out-of-sync",
                        "the VMM says so in its log",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .set(PRE_COPY)
                                .set(STOP_COPY)
                                .errorLine("mt0: data_fd out of sync")
                                .closed()),
                innocent(
                        "data-fd-out-of-sync",
                        "the old one was closed first",
                        inPreCopy()
                                .set(RUNNING)
                                .dataFdClosed(0)
                                .brought(STOP_COPY, 42, 1)
                                .dataFdClosed(1)
                                .closed()),
                innocent(
                        "data-fd-out-of-sync",
                        "the new one was used",
                        inPreCopy()
                                .set(RUNNING)
                                .brought(PRE_COPY, 42, 1)
                                .read(1, 1)
                                .dataFdClosed(1)
                                .closed()),
                innocent(
                        "data-fd-out-of-sync",
                        "it was the driver that gave a second one",
                        inPreCopy()
                                .brought(PRE_COPY_P2P, 42, 1)
                                .errorLine("mt0: data_fd out of sync")
                                .dataFdClosed(1)
                                .closed()),
                innocent(
                        "data-fd-out-of-sync",
                        "another message",
                        inPreCopy()
                                .errorLine("mt0: Failed setting device state")
                                .closed()),
                guilty(
                        "data-fd-leaked",
                        "the first was never closed, the second was",
                        twice().dataFdClosed(1).closed()),
                innocent(
                        "data-fd-leaked",
                        "both were closed",
                        twice().dataFdClosed(1).dataFdClosed(0).closed()),
                innocent("data-fd-leaked", "neither was closed by the end", twice().closed()),
                innocent(
                        "data-fd-leaked",
                        "the number came again, so that it was closed",
                        inPreCopy()
                                .set(RUNNING)
                                .brought(PRE_COPY, 41, 1)
                                .dataFdClosed(1)
                                .closed()),
                innocent("data-fd-leaked", "the trace is cut off", twice().dataFdClosed(1)),
                guilty(
                        "read-after-failed-set",
                        "ENODEV after a request that failed",
                        inPreCopy()
                                .refused(STOP_COPY, EIO)
                                .reset()
                                .readFailed(ENODEV)
                                .closed()),
                innocent(
                        "read-after-failed-set",
                        "ENODEV after a reset alone",
                        inPreCopy().reset().readFailed(ENODEV).closed()),
                innocent(
                        "read-after-failed-set",
                        "the session survived the request that failed",
                        inPreCopy()
                                .refused(STOP_COPY, EIO)
                                .got(PRE_COPY)
                                .read(1)
                                .readFailed(ENODEV)
                                .closed()),
                innocent(
                        "read-failed",
                        "ENODEV that is the consequence of a request that failed",
                        inPreCopy()
                                .refused(STOP_COPY, EIO)
                                .reset()
                                .readFailed(ENODEV)
                                .closed()),
                innocent(
                        "read-failed",
                        "ENODEV that is the consequence of a reset",
                        inPreCopy().reset().readFailed(ENODEV).closed()),
                guilty(
                        "read-failed",
                        "ENODEV where the trace shows no more",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .set(PRE_COPY)
                                .readFailed(ENODEV)
                                .closed()),
                guilty(
                        "write-failed",
                        "ENODEV after a reset that gave the load up",
                        source().set(STOP)
                                .set(RESUMING)
                                .reset()
                                .writeFailed(ENODEV)
                                .closed()),
                guilty(
                        "data-fd-after-session",
                        "ENODEV in RUNNING",
                        inPreCopy().set(RUNNING).readFailed(ENODEV).closed()),
                innocent(
                        "data-fd-after-session",
                        "ENODEV in PRE_COPY",
                        inPreCopy().readFailed(ENODEV).closed()),
                guilty(
                        "stop-copy-not-drained",
                        "STOP_COPY was left without a read of 0",
                        completing().set(STOP).status("completed").closed()),
                innocent(
                        "stop-copy-not-drained",
                        "0 was read",
                        completing().read(0).set(STOP).status("completed").closed()),
                innocent(
                        "stop-copy-not-drained",
                        "the migration was cancelled",
                        completing().set(STOP).status("cancelled").closed()),
                innocent(
                        "stop-copy-not-drained",
                        "a read failed",
                        completing()
                                .readFailed(EIO)
                                .set(STOP)
                                .status("completed")
                                .closed()),
                innocent(
                        "stop-copy-not-drained",
                        "a read ended with ENOMSG",
                        completing()
                                .readFailed(ENOMSG)
                                .set(STOP)
                                .status("completed")
                                .closed()),
                innocent(
                        "stop-copy-not-drained",
                        "a size is not shown",
                        completing().readUnsized().set(STOP).status("completed").closed()),
                guilty(
                        "data-fd-misused",
                        "a read in RESUMING",
                        source().set(STOP).set(RESUMING).readFailed(EBADF).closed()),
                guilty(
                        "data-fd-misused",
                        "a write in PRE_COPY",
                        inPreCopy().writeFailed(EBADF).closed()),
                guilty(
                        "data-fd-misused",
                        "a pread",
                        inPreCopy().readFailed(ESPIPE).closed()),
                innocent(
                        "data-fd-misused",
                        "a read in PRE_COPY of a number that was closed",
                        inPreCopy().readFailed(EBADF).closed()),
                innocent(
                        "data-fd-misused",
                        "a read in RESUMING that failed otherwise",
                        source().set(STOP).set(RESUMING).readFailed(EIO).closed()));
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
    }

    private static TraceScript inPreCopy() {
        return source().set(STOP).set(RUNNING).brought(PRE_COPY, 41, 0);
    }

    private static TraceScript twice() {
        return inPreCopy().set(RUNNING).brought(PRE_COPY, 42, 1).read(1, 1);
    }

    private static TraceScript completing() {
        return source().status("setup").set(PRE_COPY).read(24).set(STOP_COPY).read(36);
    }

    private static TraceScript polled(int asked, int answered) {
        return polled(inPreCopy(), asked, answered);
    }

    private static TraceScript polled(TraceScript t, int asked, int answered) {
        return t.add(
                new DataFdPolled(t.header(), CallResult.OK, asked, OptionalInt.of(answered), OptionalLong.empty()));
    }
}
