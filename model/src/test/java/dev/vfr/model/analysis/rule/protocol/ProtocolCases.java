package dev.vfr.model.analysis.rule.protocol;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.fold.TraceScript;
import java.util.List;

/// What the rules that read the fold's anomalies and failed calls find, and what looks alike.
public final class ProtocolCases {

    private static final int EIO = 5;
    private static final int EFAULT = 14;
    private static final int ENOMSG = 42;

    private ProtocolCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                guilty(
                        "set-state-failed",
                        "a SET failed",
                        source().refused(STOP, EIO).closed()),
                innocent(
                        "set-state-failed",
                        "the same SET succeeded",
                        source().set(STOP).closed()),
                guilty(
                        "read-failed",
                        "a read failed with EIO",
                        source().set(PRE_COPY).readFailed(EIO).closed()),
                innocent(
                        "read-failed",
                        "a read in pre-copy ended with ENOMSG",
                        source().set(PRE_COPY).readFailed(ENOMSG).closed()),
                innocent(
                        "read-failed",
                        "a write failed",
                        source().set(RESUMING).writeFailed(EFAULT).closed()),
                guilty(
                        "write-failed",
                        "a write failed",
                        source().set(RESUMING).writeFailed(EIO).closed()),
                innocent(
                        "write-failed",
                        "a read failed",
                        source().set(PRE_COPY).readFailed(EIO).closed()),
                guilty(
                        "illegal-arc",
                        "STOP_COPY led to PRE_COPY",
                        source().set(STOP_COPY).set(PRE_COPY).closed()),
                innocent(
                        "illegal-arc",
                        "the same state was asked for again",
                        source().set(STOP_COPY).set(STOP_COPY).closed()),
                guilty(
                        "state-not-offered",
                        "PRE_COPY without its flag",
                        flags(1).set(PRE_COPY).closed()),
                innocent(
                        "state-not-offered",
                        "PRE_COPY with its flag",
                        flags(5).set(PRE_COPY).closed()),
                guilty(
                        "data-after-end",
                        "a byte came after a read of 0 in STOP_COPY",
                        source().set(STOP_COPY).read(0).read(1).closed()),
                innocent(
                        "data-after-end",
                        "0 came again",
                        source().set(STOP_COPY).read(1).read(0).read(0).closed()),
                innocent(
                        "data-after-end",
                        "the read of 0 was in PRE_COPY",
                        source().set(PRE_COPY).read(0).read(1).closed()),
                guilty(
                        "enomsg-in-stop-copy",
                        "ENOMSG in STOP_COPY",
                        source().set(STOP_COPY).readFailed(ENOMSG).closed()),
                innocent(
                        "enomsg-in-stop-copy",
                        "ENOMSG in PRE_COPY",
                        source().set(PRE_COPY).readFailed(ENOMSG).closed()),
                guilty(
                        "initial-bytes-rose",
                        "initial_bytes rose",
                        source().set(PRE_COPY)
                                .precopyInfo(1, 0, 0)
                                .precopyInfo(2, 0, 0)
                                .closed()),
                innocent(
                        "initial-bytes-rose",
                        "only dirty_bytes rose",
                        source().set(PRE_COPY)
                                .precopyInfo(2, 0, 0)
                                .precopyInfo(1, 9, 0)
                                .closed()),
                innocent(
                        "initial-bytes-rose",
                        "it rose with REINIT, which the VMM had opted in to",
                        optedIn()
                                .set(PRE_COPY)
                                .precopyInfo(1, 0, 0)
                                .precopyInfo(2, 0, 1)
                                .closed()),
                guilty(
                        "data-outside-session",
                        "bytes moved in STOP",
                        source().set(STOP).read(4).closed()),
                innocent(
                        "data-outside-session",
                        "a read of 0 in STOP",
                        source().set(STOP).read(0).closed()),
                guilty(
                        "precopy-query-outside",
                        "the query was answered in STOP_COPY",
                        source().set(STOP_COPY).precopyInfo(1, 0, 0).closed()),
                innocent(
                        "precopy-query-outside",
                        "the query was answered in PRE_COPY",
                        source().set(PRE_COPY).precopyInfo(1, 0, 0).closed()),
                guilty(
                        "state-contradicted",
                        "GET says RUNNING after PRE_COPY was reached",
                        source().set(PRE_COPY).got(RUNNING).closed()),
                innocent(
                        "state-contradicted",
                        "GET says what was reached",
                        source().set(PRE_COPY).got(PRE_COPY).closed()));
    }

    private static TraceScript source() {
        return flags(7);
    }

    private static TraceScript flags(long bits) {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(bits);
    }

    private static TraceScript optedIn() {
        TraceScript script = source();
        return script.add(new PrecopyInfoV2Enabled(script.header(), CallResult.OK));
    }
}
