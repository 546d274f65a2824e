package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.FactRule.Weight;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rules on data_fds: which request returns one, and what the VMM does with it.
final class DataFdRules {

    static final List<Rule> ALL = List.of(
            FactRule.on(
                            DataFdOutOfSync.class,
                            fact -> fact.set().header(),
                            new Advice(
                                            "data-fd-out-of-sync",
                                            "A reset, or a pause of the guest in pre-copy, ended the session, and the VMM"
                                                    + " kept the dead data_fd. At the next session it held two, closed the"
                                                    + " new one and aborted.",
                                            "Check the log for a reset or a guest pause during pre-copy, and avoid both"
                                                    + " with this release of QEMU.",
                                            "QEMU, hw/vfio/migration.c, vfio_migration_set_state()",
                                            "QEMU 8.0",
                                            "A new session after the last data_fd was closed. A driver that returns a"
                                                    + " second data_fd within one session (second-data-fd).")
                                    .by(Responsible.VMM)
                                    .titled("an old data_fd was still open"),
                            _ -> Sentence.of(
                                    "the VMM got a new data_fd while it held that of an ended session, and closed"
                                            + " the new one"))
                    .weighing(Weight.BY_OUTCOME),
            unexpected(
                    fact -> fact.came() && fact.isWithinSession(),
                    new Advice(
                                    "second-data-fd",
                                    "PRE_COPY, PRE_COPY_P2P and STOP_COPY are one session with one data_fd. QEMU aborts at"
                                            + " a second one (\"data_fd out of sync\"): it cannot know which holds the"
                                            + " state.",
                                    "Change the driver to return no file from arcs between PRE_COPY, PRE_COPY_P2P and"
                                            + " STOP_COPY.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: the arcs of the saving group",
                                    "Linux 6.2",
                                    "A data_fd from the arc into the saving group or into RESUMING.")
                            .by(Responsible.DRIVER)
                            .titled("driver returned a second data_fd"),
                    "the driver returned a data_fd for SET {requested} from {from}, although the session already had"
                            + " one"),
            unexpected(
                    fact -> fact.came() && !fact.isWithinSession(),
                    new Advice(
                                    "data-fd-without-session",
                                    "Only an arc into the saving group or into RESUMING opens a session. The kernel warns"
                                            + " in its log if another arc returns a file.",
                                    "Change the driver or server to return no file for this arc.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, data_fd",
                                    "Linux 5.18",
                                    "A data_fd that comes with PRE_COPY, STOP_COPY or RESUMING.")
                            .by(Responsible.DRIVER)
                            .titled("driver returned a data_fd without a session"),
                    "the driver returned a data_fd for SET {requested} from {from}, which opens no session"),
            unexpected(
                            fact -> !fact.came(),
                            new Advice(
                                            "data-fd-missing",
                                            "An arc into the saving group or into RESUMING returns the data_fd of the new"
                                                    + " session. Without it the VMM can read or write nothing.",
                                            "Change the driver or server to return the session's file for this arc.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, data_fd",
                                            "Linux 5.18",
                                            "SET STOP_COPY from PRE_COPY, which keeps the data_fd. A capture without file"
                                                    + " descriptor numbers.")
                                    .by(Responsible.DRIVER)
                                    .titled("driver returned no data_fd"),
                            "the driver returned no data_fd for SET {requested} from {from}")
                    .in(trace -> trace.seesAll() && !trace.has(CaptureSource.QEMU_LOG)),
            FailedTransfers.ofReads(new Advice(
                            "read-failed",
                            "The source could not read the device state from its data_fd. ENODEV means that the session"
                                    + " had ended.",
                            "",
                            "include/uapi/linux/vfio.h, data_fd",
                            "Linux 5.18",
                            "ENOMSG in pre-copy, the temporary end of the data.")
                    .by(Responsible.DRIVER)
                    .as(Bearing.SYMPTOM)),
            FailedTransfers.ofWrites(new Advice(
                            "write-failed",
                            "The destination's device did not accept a part of the state that the source had read.",
                            "Compare device type, driver and firmware version of both hosts, then check the driver's"
                                    + " kernel log at the destination.",
                            "include/uapi/linux/vfio.h, data_fd",
                            "Linux 5.18",
                            "A write that accepts fewer bytes than it was given.")
                    .by(Responsible.DRIVER)
                    .as(Bearing.SYMPTOM)),
            dead(
                    DeadDataFd.Reason.REQUEST_FAILED,
                    new Advice(
                                    "read-after-failed-set",
                                    "A failed request may leave the device in ERROR, and the reset that follows ends the"
                                            + " session. The data_fd then returns only ENODEV.",
                                    "Close the data_fd after a failed request for a state.",
                                    "include/uapi/linux/vfio.h, data_fd; review of rust-vmm/vfio pull request 140",
                                    "Linux 5.18",
                                    "Reads that succeed after a failed request that left the device in its state.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    fact -> fact.sentence(
                                    "a {call} of the data_fd got {errno}: the failed request at event {endedBy} had"
                                            + " ended its session")
                            .count("endedBy", fact.by())),
            dead(
                    DeadDataFd.Reason.STATE_LEFT,
                    new Advice(
                                    "data-fd-after-session",
                                    "A request took the device out of the session's states, which ends the session. The"
                                            + " data_fd returns ENODEV from then on.",
                                    "Read the data_fd to its end before leaving STOP_COPY, and close it afterwards.",
                                    "include/uapi/linux/vfio.h, data_fd",
                                    "Linux 5.18",
                                    "A data_fd that is only closed after the device left the state.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    fact -> fact.sentence("a {call} of the data_fd in {from} got {errno}: its session had ended")),
            FactRule.on(
                            MisusedDataFd.class,
                            MisusedDataFd::header,
                            new Advice(
                                            "data-fd-misused",
                                            "A saving data_fd is read-only and a resuming one write-only (EBADF). Neither"
                                                    + " has positions: pread and pwrite return ESPIPE.",
                                            "Use read() at the source and write() at the destination.",
                                            "include/uapi/linux/vfio.h, data_fd",
                                            "Linux 5.18",
                                            "EBADF of a read or write that fits the state: the descriptor was closed.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            DataFdRules::misused)
                    .when(DataFdRules::isMisused),
            FactRule.on(
                            LeakedDataFd.class,
                            fact -> fact.opened().header(),
                            new Advice(
                                            "data-fd-leaked",
                                            "The kernel ends a session, but its file descriptor stays open until the VMM"
                                                    + " closes it. This one outlived its session and the next one.",
                                            "Close the data_fd of a session before the next session begins.",
                                            "include/uapi/linux/vfio.h, data_fd",
                                            "Linux 5.18",
                                            "A data_fd that is closed late. One that is open at the end of the trace, if no"
                                                    + " later one was closed.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            _ -> Sentence.of(
                                    "the VMM never closed the data_fd of this session, although it closed a later"
                                            + " one of the device"))
                    .in(trace -> trace.seesAll() && trace.isIntact()),
            new StopCopyNotDrained());

    private DataFdRules() {}

    private static FactRule<UnexpectedDataFd> unexpected(
            Predicate<UnexpectedDataFd> wanted, Advice advice, String template) {
        return FactRule.on(UnexpectedDataFd.class, fact -> fact.set().header(), advice, fact -> fact.sentence(template))
                .in(ScannedTrace::seesAll)
                .when(wanted)
                .weighing(Weight.ERROR);
    }

    private static FactRule<DeadDataFd> dead(
            DeadDataFd.Reason reason, Advice advice, Function<DeadDataFd, Sentence> sentence) {
        return FactRule.on(DeadDataFd.class, DeadDataFd::header, advice, sentence)
                .in(ScannedTrace::seesAll)
                .when(fact -> fact.reason() == reason);
    }

    private static boolean isMisused(MisusedDataFd fact) {
        boolean against = fact.state()
                .filter(state -> fact.read() ? state == DeviceState.RESUMING : state.isSaving())
                .isPresent();
        return fact.result().is(Errno.ESPIPE) || against;
    }

    private static Sentence misused(MisusedDataFd fact) {
        Sentence sentence = Sentence.of("a {call} of the data_fd"
                        + (fact.state().isPresent() ? " in {from}" : "") + " failed with {errno}")
                .text("call", fact.read() ? "read" : "write")
                .text("errno", fact.result().name());
        return fact.state().map(state -> sentence.state("from", state)).orElse(sentence);
    }
}
