package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.analysis.watch.Evidence;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import java.util.List;
import java.util.stream.Stream;

/// One way to break the protocol that the fold noticed.
///
/// A trace that does not see every call may only lack the event that would explain it, so that there it is a warning.
/// Requests for the present state, rising dirty_bytes, a read of 0 in pre-copy and any difference between an estimate
/// and what came are legal and never come here.
public final class ProtocolBroken implements Rule {

    private static final String UAPI = "include/uapi/linux/vfio.h, ";

    private final Anomaly.Kind kind;
    private final Advice advice;

    private ProtocolBroken(Anomaly.Kind kind, Advice advice) {
        this.kind = kind;
        this.advice = advice;
    }

    static ProtocolBroken illegalArc() {
        return new ProtocolBroken(
                Anomaly.Kind.ARC_ILLEGAL,
                new Advice(
                        "illegal-arc",
                        "A request succeeded though the state machine has no way there.",
                        "Check the device's driver or server against the state machine.",
                        UAPI + "enum vfio_device_mig_state"));
    }

    static ProtocolBroken stateNotOffered() {
        return new ProtocolBroken(
                Anomaly.Kind.STATE_NOT_OFFERED,
                new Advice(
                        "state-not-offered",
                        "The device is in a state for which its flags lack a capability.",
                        "Check what the driver answers to VFIO_DEVICE_FEATURE_MIGRATION.",
                        UAPI + "struct vfio_device_feature_migration"));
    }

    static ProtocolBroken dataAfterEnd() {
        return new ProtocolBroken(
                Anomaly.Kind.DATA_AFTER_END,
                new Advice(
                        "data-after-end",
                        "In STOP_COPY a read of 0 is the end for ever; a VMM that stopped there has lost the rest.",
                        "Check the driver's read().",
                        UAPI + "STOP_COPY"));
    }

    static ProtocolBroken enomsgInStopCopy() {
        return new ProtocolBroken(
                Anomaly.Kind.ENOMSG_IN_STOP_COPY,
                new Advice(
                        "enomsg-in-stop-copy",
                        "ENOMSG is the temporary end of pre-copy data and forbidden in STOP_COPY.",
                        "Check the driver's read().",
                        UAPI + "STOP_COPY"));
    }

    static ProtocolBroken initialBytesRose() {
        return new ProtocolBroken(
                Anomaly.Kind.INITIAL_BYTES_ROSE,
                new Advice(
                        "initial-bytes-rose",
                        "Within a session initial_bytes only falls, unless the VMM opted in to VFIO_PRECOPY_INFO_REINIT"
                                + " and the driver set the flag.",
                        "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                        UAPI + "struct vfio_precopy_info"));
    }

    static ProtocolBroken dataOutsideSession() {
        return new ProtocolBroken(
                Anomaly.Kind.DATA_OUTSIDE_SESSION,
                new Advice(
                        "data-outside-session",
                        "Data moved while the device was in a state that has no data_fd: the session had ended.",
                        "Check that the VMM closes its data_fd when it leaves the state.",
                        UAPI + "data_fd"));
    }

    static ProtocolBroken precopyQueryOutside() {
        return new ProtocolBroken(
                Anomaly.Kind.PRECOPY_QUERY_OUTSIDE,
                new Advice(
                        "precopy-query-outside",
                        "The precopy query is defined in PRE_COPY and PRE_COPY_P2P only and has to fail with EINVAL"
                                + " elsewhere.",
                        "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                        UAPI + "VFIO_MIG_GET_PRECOPY_INFO"));
    }

    static ProtocolBroken stateContradicted() {
        return new ProtocolBroken(
                Anomaly.Kind.STATE_CONTRADICTED,
                new Advice(
                        "state-contradicted",
                        "The device says that it is in another state than the last request left it in: something moved it"
                                + " unseen, such as a reset.",
                        "Look for a reset of the device at that time.",
                        UAPI + "VFIO_DEVICE_FEATURE_GET"));
    }

    @Override
    public Advice advice() {
        return advice;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return file.traces().stream().flatMap(this::inTrace).toList();
    }

    private Stream<Finding> inTrace(TraceScan scan) {
        Evidence<Anomaly> found = scan.anomalies(kind);
        if (found.count() == 0) {
            return Stream.empty();
        }
        boolean seesAll = scan.losses.count() == 0
                && scan.state.trace().sources().stream().anyMatch(CaptureSource::seesEveryCall);
        boolean sure = seesAll && kind != Anomaly.Kind.STATE_CONTRADICTED;
        Anomaly first = found.first().getFirst();
        String more = found.count() > 1 ? " (and " + (found.count() - 1) + " more)" : "";
        return Stream.of(advice.on(
                scan,
                first.device(),
                first.seq(),
                sure ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                first.text() + more));
    }
}
