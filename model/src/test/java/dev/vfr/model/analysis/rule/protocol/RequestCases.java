package dev.vfr.model.analysis.rule.protocol;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.ERROR;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.fold.TraceScript;
import java.util.List;
import java.util.OptionalLong;

/// What the rules on requests for a state and on the driver's answers find, and what looks alike.
public final class RequestCases {

    private static final int EIO = 5;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;

    private RequestCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                guilty(
                        "set-state-failed",
                        "in a migration that failed",
                        source().status("setup")
                                .set(PRE_COPY)
                                .refused(STOP_COPY, EIO)
                                .status("failed")
                                .closed()),
                guilty(
                        "set-state-failed",
                        "in a migration that completed",
                        source().status("setup")
                                .set(PRE_COPY)
                                .refused(PRE_COPY_P2P, EIO)
                                .set(STOP_COPY)
                                .status("completed")
                                .closed()),
                guilty(
                        "set-state-failed",
                        "and again in ERROR, which is another rule's",
                        source().set(PRE_COPY)
                                .refused(STOP_COPY, EIO)
                                .got(ERROR)
                                .refused(STOP, EIO)
                                .refused(RUNNING, EIO)
                                .closed()),
                guilty(
                        "set-state-failed",
                        "and again in ERROR, where events were lost",
                        source().set(PRE_COPY)
                                .refused(STOP_COPY, EIO)
                                .got(ERROR)
                                .refused(STOP, EIO)
                                .lost(OptionalLong.of(1))
                                .closed()),
                guilty(
                        "present-state-refused",
                        "PRE_COPY in PRE_COPY gives EIO",
                        source().flags(7).set(PRE_COPY).refused(PRE_COPY, EIO).closed()),
                innocent(
                        "present-state-refused",
                        "PRE_COPY in PRE_COPY is answered",
                        source().flags(7).set(PRE_COPY).set(PRE_COPY).closed()),
                innocent(
                        "present-state-refused",
                        "another state is refused",
                        source().flags(7).set(PRE_COPY).refused(STOP_COPY, EIO).closed()),
                innocent(
                        "present-state-refused",
                        "a device in ERROR",
                        source().flags(7).got(ERROR).refused(ERROR, EIO).closed()),
                innocent(
                        "present-state-refused",
                        "the state is unknown",
                        source().flags(7).refused(PRE_COPY, EIO).closed()),
                guilty(
                        "set-state-never-returned",
                        "no end is shown",
                        unanswered(CaptureSource.INTERPOSER).closed()),
                innocent(
                        "set-state-never-returned",
                        "the source prints no ends",
                        unanswered(CaptureSource.QEMU_LOG).closed()),
                innocent(
                        "set-state-never-returned",
                        "a log beside the calls prints no ends",
                        unanswered(CaptureSource.STRACE, CaptureSource.QEMU_LOG).closed()),
                innocent(
                        "set-state-never-returned",
                        "the device was asked again afterwards",
                        unanswered(CaptureSource.INTERPOSER).set(RUNNING).closed()),
                innocent(
                        "set-state-never-returned",
                        "it failed",
                        source().refused(STOP_COPY, EIO).closed()),
                guilty(
                        "pre-copy-from-stop-copy",
                        "PRE_COPY in STOP_COPY",
                        source().set(STOP_COPY).refused(PRE_COPY, EINVAL).closed()),
                guilty(
                        "pre-copy-from-stop-copy",
                        "PRE_COPY_P2P in STOP_COPY",
                        source().set(STOP_COPY).refused(PRE_COPY_P2P, EINVAL).closed()),
                innocent(
                        "pre-copy-from-stop-copy",
                        "RUNNING in STOP_COPY",
                        source().set(STOP_COPY).refused(RUNNING, EINVAL).closed()),
                innocent(
                        "pre-copy-from-stop-copy",
                        "PRE_COPY in STOP",
                        source().set(STOP).refused(PRE_COPY, EINVAL).closed()),
                innocent(
                        "pre-copy-from-stop-copy",
                        "it never returned, which another rule reports",
                        source().set(STOP_COPY)
                                .set(PRE_COPY, CallResult.UNKNOWN, SetCause.SET)
                                .closed()),
                guilty(
                        "recovery-without-reset",
                        "two requests were refused as in ERROR",
                        broken().refused(STOP, EINVAL).refused(RUNNING, EINVAL).closed()),
                guilty(
                        "recovery-without-reset",
                        "the device said ERROR and was asked for STOP",
                        broken().got(ERROR).refused(STOP, EIO).closed()),
                guilty(
                        "recovery-without-reset",
                        "the reset came after two requests",
                        broken().refused(STOP, EINVAL)
                                .refused(RUNNING, EINVAL)
                                .reset()
                                .closed()),
                innocent(
                        "recovery-without-reset",
                        "one request for the recover state, then a reset",
                        broken().refused(RUNNING, EINVAL)
                                .reset()
                                .refused(STOP, EINVAL)
                                .closed()),
                innocent(
                        "recovery-without-reset",
                        "the device was busy and was asked again",
                        broken().refused(STOP_COPY, EBUSY)
                                .refused(STOP_COPY, EBUSY)
                                .set(STOP_COPY)
                                .closed()),
                innocent(
                        "recovery-without-reset",
                        "the device said that it is still in PRE_COPY",
                        broken().got(PRE_COPY)
                                .refused(STOP, EINVAL)
                                .got(PRE_COPY)
                                .refused(STOP, EINVAL)
                                .closed()),
                innocent(
                        "recovery-without-reset",
                        "events are missing, and a reset may be among them",
                        broken().lost(OptionalLong.of(1))
                                .refused(STOP, EINVAL)
                                .refused(RUNNING, EINVAL)
                                .closed()),
                innocent(
                        "recovery-without-reset",
                        "requests for states that the device does not offer",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(1)
                                .set(STOP)
                                .refused(STOP_COPY, EIO)
                                .refused(PRE_COPY, EINVAL)
                                .refused(PRE_COPY, EINVAL)
                                .closed()),
                innocent(
                        "set-state-failed",
                        "nothing failed but what another rule reports as a retry in ERROR",
                        source().set(PRE_COPY).got(PRE_COPY).set(STOP).closed()),
                guilty(
                        "impossible-state-requested",
                        "ERROR was asked for",
                        source().set(STOP).refused(ERROR, EINVAL).closed()),
                guilty(
                        "impossible-state-requested",
                        "8 was asked for",
                        source().setNumber(8, CallResult.of(EINVAL)).closed()),
                innocent(
                        "impossible-state-requested",
                        "STOP was asked for",
                        source().refused(STOP, EINVAL).closed()),
                innocent(
                        "impossible-state-requested",
                        "ERROR was asked for in ERROR",
                        source().set(STOP).got(ERROR).refused(ERROR, EIO).closed()),
                guilty(
                        "unknown-state-accepted",
                        "8 was accepted",
                        source().setNumber(8, CallResult.OK).closed()),
                innocent(
                        "unknown-state-accepted",
                        "8 was refused",
                        source().setNumber(8, CallResult.of(EINVAL)).closed()),
                guilty(
                        "unoffered-state-requested",
                        "PRE_COPY without its flag",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(3)
                                .refused(PRE_COPY, EINVAL)
                                .closed()),
                innocent(
                        "unoffered-state-requested",
                        "PRE_COPY with its flag",
                        source().refused(PRE_COPY, EINVAL).closed()),
                innocent(
                        "unoffered-state-requested",
                        "another errno",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(3)
                                .refused(PRE_COPY, EIO)
                                .closed()),
                innocent(
                        "unoffered-state-requested",
                        "ERROR, which no driver offers",
                        source().refused(ERROR, EINVAL).closed()),
                innocent(
                        "unoffered-state-requested",
                        "flags that are not shown",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .refused(PRE_COPY, EINVAL)
                                .closed()),
                guilty(
                        "migration-flags-forbidden",
                        "P2P alone",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(2)
                                .closed()),
                innocent(
                        "migration-flags-forbidden",
                        "a flag that is not known yet",
                        TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                                .flags(9)
                                .closed()),
                guilty(
                        "initial-bytes-missing",
                        "0 at the beginning of PRE_COPY",
                        source().set(STOP)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .precopyInfo(0, 0, 0)
                                .closed()),
                innocent(
                        "initial-bytes-missing",
                        "0 after the data was read",
                        source().set(STOP)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .read(24)
                                .precopyInfo(0, 0, 0)
                                .closed()),
                innocent(
                        "initial-bytes-missing",
                        "0 at the second question",
                        source().set(STOP)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .precopyInfo(24, 0, 0)
                                .precopyInfo(0, 0, 0)
                                .closed()),
                innocent(
                        "initial-bytes-missing",
                        "PRE_COPY was entered again within the session",
                        source().set(STOP)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .set(PRE_COPY_P2P)
                                .set(PRE_COPY)
                                .precopyInfo(0, 0, 0)
                                .closed()),
                innocent(
                        "initial-bytes-missing",
                        "a source that does not show every read",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .set(RUNNING)
                                .set(PRE_COPY)
                                .precopyInfo(0, 0, 0)
                                .closed()),
                guilty(
                        "reinit-without-opt-in",
                        "REINIT came unasked",
                        fromOpening().set(PRE_COPY).precopyInfo(9, 0, 1).closed()),
                innocent(
                        "reinit-without-opt-in",
                        "the VMM had opted in",
                        fromOpening().optIn().set(PRE_COPY).precopyInfo(9, 0, 1).closed()),
                innocent(
                        "reinit-without-opt-in",
                        "the trace begins after the opening, so that the opt-in may have come before",
                        source().set(PRE_COPY).precopyInfo(9, 0, 1).closed()),
                innocent(
                        "reinit-without-opt-in",
                        "no flag came",
                        fromOpening().set(PRE_COPY).precopyInfo(9, 0, 0).closed()),
                guilty(
                        "not-running-after-reset",
                        "PRE_COPY after a reset",
                        source().set(PRE_COPY).reset().got(PRE_COPY).closed()),
                innocent(
                        "not-running-after-reset",
                        "RUNNING after a reset",
                        source().set(PRE_COPY).reset().got(RUNNING).closed()),
                innocent(
                        "not-running-after-reset",
                        "the device was asked for a state in between",
                        source().set(PRE_COPY).reset().set(STOP).got(STOP).closed()),
                guilty(
                        "not-running-after-open",
                        "STOP after the opening",
                        source().opened().got(STOP).closed()),
                innocent(
                        "not-running-after-open",
                        "RUNNING after the opening",
                        source().opened().got(RUNNING).closed()),
                innocent(
                        "not-running-after-open",
                        "opened a second time",
                        source().opened().set(STOP).opened().got(STOP).closed()),
                guilty(
                        "not-running-after-open",
                        "closed and opened again",
                        source().opened()
                                .set(STOP)
                                .deviceClosed()
                                .opened()
                                .got(STOP)
                                .closed()));
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
    }

    private static TraceScript fromOpening() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .opened()
                .flags(7);
    }

    private static TraceScript unanswered(CaptureSource... sources) {
        return TraceScript.of("source", "mt0", sources)
                .flags(7)
                .set(PRE_COPY)
                .set(STOP_COPY, CallResult.UNKNOWN, SetCause.SET);
    }

    /// A device that is in PRE_COPY, or in ERROR by a request that failed.
    private static TraceScript broken() {
        return source().set(PRE_COPY).refused(STOP_COPY, EIO);
    }
}
