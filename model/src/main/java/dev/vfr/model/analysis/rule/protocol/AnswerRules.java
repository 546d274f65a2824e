package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.FactRule.Weight;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.List;
import java.util.function.Function;

/// The rules on what a device answers, against the state machine and the kernel header.
final class AnswerRules {

    static final List<Rule> ALL = List.of(
            Anomalies.on(
                    Anomaly.Kind.ARC_ILLEGAL,
                    new Advice(
                                    "illegal-arc",
                                    "A request succeeded although the state machine has no path to the requested state.",
                                    "Check the device's driver or server against the state machine.",
                                    "include/uapi/linux/vfio.h, enum vfio_device_mig_state",
                                    "Linux 5.18",
                                    "A request for the present state: the kernel answers it with success, also in ERROR.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE)
                            .titled("driver accepted an illegal state change")),
            Anomalies.on(
                    Anomaly.Kind.STATE_NOT_OFFERED,
                    new Advice(
                                    "state-not-offered",
                                    "The device is in a state for which its migration flags lack a capability.",
                                    "Check the driver's answer to VFIO_DEVICE_FEATURE_MIGRATION.",
                                    "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                                    "Linux 5.18",
                                    "A device whose flags are not in the trace.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE)
                            .titled("device entered a state it does not offer")),
            Anomalies.on(
                    Anomaly.Kind.DATA_AFTER_END,
                    new Advice(
                                    "data-after-end",
                                    "In STOP_COPY a read that returns 0 is the end of the data for good. A VMM that"
                                            + " stopped there lost the rest.",
                                    "Check the driver's read() for data after it returned 0.",
                                    "include/uapi/linux/vfio.h, STOP_COPY",
                                    "Linux 5.18",
                                    "A read of 0 in PRE_COPY, which three drivers return instead of ENOMSG. Another 0"
                                            + " after the first.")
                            .by(Responsible.DRIVER)
                            .titled("driver sent data after the end")),
            Anomalies.on(
                    Anomaly.Kind.ENOMSG_IN_STOP_COPY,
                    new Advice(
                                    "enomsg-in-stop-copy",
                                    "ENOMSG is the temporary end of pre-copy data and is forbidden in STOP_COPY.",
                                    "Check the driver's read() in STOP_COPY.",
                                    "include/uapi/linux/vfio.h, STOP_COPY",
                                    "Linux 6.2",
                                    "ENOMSG in PRE_COPY and PRE_COPY_P2P.")
                            .by(Responsible.DRIVER)
                            .titled("driver returned ENOMSG in STOP_COPY")),
            Anomalies.on(
                    Anomaly.Kind.INITIAL_BYTES_ROSE,
                    new Advice(
                                    "initial-bytes-rose",
                                    "Within a session initial_bytes only falls. It may rise only if the VMM opted in to"
                                            + " VFIO_PRECOPY_INFO_REINIT and the driver set the flag.",
                                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                                    "Linux 6.2",
                                    "dirty_bytes, which may rise and fall. initial_bytes that rises with REINIT, or in"
                                            + " another session.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE)
                            .titled("driver raised initial_bytes within a session")),
            precopyInfo(
                    OddPrecopyInfo.Oddity.NO_INITIAL_BYTES,
                    new Advice(
                                    "initial-bytes-missing",
                                    "initial_bytes shows the VMM how much to read before the switchover pays, so it should"
                                            + " not begin at 0. With 0 the VMM may switch over at once and read everything"
                                            + " during the downtime.",
                                    "Change the driver to count the ready data when the device enters PRE_COPY.",
                                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                                    "Linux 6.2",
                                    "0 after the initial data was read.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE),
                    _ -> Sentence.of("the driver reported {initialBytes} as initial_bytes at the start of PRE_COPY")
                            .bytes("initialBytes", 0)),
            precopyInfo(
                    OddPrecopyInfo.Oddity.REINIT_WITHOUT_OPT_IN,
                    new Advice(
                                    "reinit-without-opt-in",
                                    "A VMM that has not opted in by VFIO_DEVICE_FEATURE_MIG_PRECOPY_INFOv2 does not know"
                                            + " the flag. The kernel returns such a VMM its own flags, and here it passed"
                                            + " none.",
                                    "Change the driver or server to set REINIT only after the opt-in.",
                                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                                    "Linux 7.1",
                                    "Flags that the caller passed in and gets back.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE),
                    _ -> Sentence.of("the driver set REINIT, although the VMM passed no flags and never opted in")),
            Anomalies.on(
                    Anomaly.Kind.DATA_OUTSIDE_SESSION,
                    new Advice(
                                    "data-outside-session",
                                    "Data moved while the device was in a state that has no data_fd: the session had"
                                            + " ended.",
                                    "Check that the VMM closes its data_fd when it leaves the session's states.",
                                    "include/uapi/linux/vfio.h, data_fd",
                                    "Linux 5.18",
                                    "A read of 0 bytes. Data in a state that was only inferred.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE)
                            .titled("device data moved outside a session")),
            Anomalies.on(
                    Anomaly.Kind.PRECOPY_QUERY_OUTSIDE,
                    new Advice(
                                    "precopy-query-outside",
                                    "The precopy query is defined only in PRE_COPY and PRE_COPY_P2P. In any other state it"
                                            + " must fail with EINVAL.",
                                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                                    "include/uapi/linux/vfio.h, VFIO_MIG_GET_PRECOPY_INFO",
                                    "Linux 6.2",
                                    "A query in STOP_COPY that fails with EINVAL.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE)
                            .titled("driver answered a precopy query outside pre-copy")),
            Anomalies.on(
                            Anomaly.Kind.STATE_CONTRADICTED,
                            new Advice(
                                            "state-contradicted",
                                            "The device reports another state than the last request left it in. Something"
                                                    + " moved it that the trace does not show, such as a reset.",
                                            "Check the kernel log for a reset of the device at that time.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_GET",
                                            "Linux 5.18",
                                            "The states in which a failed request may have left the device.")
                                    .as(Bearing.ASIDE))
                    .asWarning(),
            RequestRules.on(
                    AnswerRules::isPresentStateRefused,
                    new Advice(
                                    "present-state-refused",
                                    "The kernel answers a request for the present state with 0 and takes no arc. So the"
                                            + " device left the state unseen, or a server replaces the kernel and has"
                                            + " another table.",
                                    "Read the device state (VFIO_DEVICE_FEATURE_GET), and check the kernel log for a reset"
                                            + " at that time.",
                                    "drivers/vfio/vfio_main.c, vfio_ioctl_device_feature_mig_device_state()",
                                    "Linux 5.18",
                                    "A device in ERROR, for which the driver may answer. A state that was only inferred.")
                            .as(Bearing.ASIDE),
                    "the VMM requested the present state {requested} and got {errno}"),
            FactRule.on(
                    EmptyPoll.class,
                    EmptyPoll::read,
                    new Advice(
                                    "poll-contradicted",
                                    "poll() reported the data_fd as readable, and the next read found nothing. A VMM that"
                                            + " waits by poll() spins instead.",
                                    "Check the driver's poll(), which must wait at the temporary end of the data.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: data_fd, ENOMSG",
                                    "Linux 6.2",
                                    "A driver without poll(), which the kernel always reports as ready. A poll without"
                                            + " POLLOUT, or with a request before the read.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE),
                    _ -> Sentence.of("the read found no data, although poll() had just reported some")),
            FactRule.on(
                            EmptyReads.class,
                            EmptyReads::first,
                            new Advice(
                                            "enomsg-busy-loop",
                                            "ENOMSG in PRE_COPY means no data for now. A VMM that reads again at once,"
                                                    + " without a poll or a query, takes a core from the guest and blocks"
                                                    + " the driver's lock.",
                                            "Wait with poll() after ENOMSG, query VFIO_MIG_GET_PRECOPY_INFO in the next"
                                                    + " round, or go on to STOP_COPY.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: data_fd, ENOMSG",
                                            "Linux 6.2",
                                            "One read in each round of a loop with other work. A pause of 100 µs, a poll or"
                                                    + " a query ends a row of reads.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            row -> Sentence.of("{reads} reads in a row got ENOMSG within {loopNs}, without a poll or a"
                                            + " query in between")
                                    .count("reads", row.reads())
                                    .time("loopNs", row.ns()))
                    .in(ScannedTrace::seesAll),
            new NotRunningAfterCancel(),
            FactRule.on(
                            NotRunningAtRest.class,
                            NotRunningAtRest::header,
                            new Advice(
                                            "not-running-after-reset",
                                            "After VFIO_DEVICE_RESET a device is RUNNING, and VMMs rely on that without a"
                                                    + " query. libvfio-user keeps the state over a reset since May 2026.",
                                            "Check the server's reset, which must put the device into RUNNING.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the state"
                                                    + " after VFIO_DEVICE_RESET; libvfio-user pull request 854",
                                            "Linux 5.18",
                                            "A request between the reset and the query.")
                                    .by(Responsible.DRIVER)
                                    .as(Bearing.ASIDE)
                                    .titled("device is not RUNNING after a reset"),
                            fact -> Sentence.of("the device is in {state} after the reset at event {resetSeq}")
                                    .state("state", fact.state())
                                    .count("resetSeq", fact.restSeq()))
                    .in(ScannedTrace::seesAll)
                    .when(NotRunningAtRest::byReset)
                    .weighing(Weight.ERROR),
            FactRule.on(
                            NotRunningAtRest.class,
                            NotRunningAtRest::header,
                            new Advice(
                                            "not-running-after-open",
                                            "A device is RUNNING when it is opened. This one kept the state of an earlier"
                                                    + " client: its driver or server missed that the client disconnected.",
                                            "Reset the device when a client disconnects, or after opening it.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the initial"
                                                    + " state; libvfio-user issue 458",
                                            "Linux 5.18",
                                            "A device that is open twice.")
                                    .by(Responsible.DRIVER)
                                    .as(Bearing.ASIDE),
                            fact -> Sentence.of("the device is in {state} right after it was opened")
                                    .state("state", fact.state()))
                    .in(ScannedTrace::seesAll)
                    .when(fact -> !fact.byReset()),
            FactRule.on(
                            ForbiddenFlags.class,
                            ForbiddenFlags::header,
                            new Advice(
                                            "migration-flags-forbidden",
                                            "Every device that can migrate offers VFIO_MIGRATION_STOP_COPY; P2P and"
                                                    + " PRE_COPY only add to it. The kernel does not register a driver"
                                                    + " without it, and QEMU refuses the device.",
                                            "Change the driver or server to answer 1, 3, 5 or 7.",
                                            "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                                            "Linux 5.18",
                                            "Flags with unknown bits.")
                                    .by(Responsible.DRIVER)
                                    .as(Bearing.ASIDE)
                                    .titled("device offers migration without STOP_COPY"),
                            fact -> Sentence.of("the device offers {flags} without STOP_COPY")
                                    .text("flags", new MigrationFlags(fact.bits()).toString()))
                    .weighing(Weight.BY_PROOF));

    private AnswerRules() {}

    private static FactRule<OddPrecopyInfo> precopyInfo(
            OddPrecopyInfo.Oddity oddity, Advice advice, Function<OddPrecopyInfo, Sentence> sentence) {
        return FactRule.on(OddPrecopyInfo.class, fact -> fact.query().header(), advice, sentence)
                .in(ScannedTrace::seesAll)
                .when(fact -> fact.oddity() == oddity);
    }

    private static boolean isPresentStateRefused(OddRequest request) {
        return request.set().result().isFailed()
                && request.from().isPresent()
                && request.from().get() != DeviceState.ERROR
                && request.from().equals(request.set().requested());
    }
}
