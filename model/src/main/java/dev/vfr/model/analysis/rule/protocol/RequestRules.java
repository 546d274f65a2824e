package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.FactRule.Weight;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rules on requests for a device state.
final class RequestRules {

    static final List<Rule> ALL = List.of(
            new SetStateFailed(),
            new SetStateNeverReturned(),
            FactRule.on(
                            RetriedInError.class,
                            fact -> fact.retry().header(),
                            new Advice(
                                            "recovery-without-reset",
                                            "ERROR has no arc to another state: the kernel refuses every request with"
                                                    + " EINVAL. Only VFIO_DEVICE_RESET leads to RUNNING.",
                                            "Read the device state after a failed request, and reset the device if it is"
                                                    + " in ERROR.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE:"
                                                    + " VFIO_DEVICE_STATE_ERROR",
                                            "Linux 5.18",
                                            "One request for the recover state and then a reset, as in QEMU. A failed"
                                                    + " request that is retried until it succeeds.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE)
                                    .titled("device in ERROR was never reset"),
                            RequestRules::retried)
                    .in(ScannedTrace::seesAll)
                    .weighing(Weight.BY_OUTCOME),
            on(
                    RequestRules::isPreCopyFromStopCopy,
                    new Advice(
                                    "pre-copy-from-stop-copy",
                                    "No path leads from STOP_COPY back to pre-copy. Fixed kernels answer EINVAL; kernels"
                                            + " from 6.2 to the fix of June 2026 never return if the device offers"
                                            + " PRE_COPY.",
                                    "Go through STOP and RUNNING to reach PRE_COPY, and run a kernel with the fix.",
                                    "drivers/vfio/vfio_main.c, vfio_mig_get_next_state(): \"Terminate the skip loop on"
                                            + " ERROR\"",
                                    "Linux 6.2",
                                    "STOP_COPY requested in PRE_COPY. PRE_COPY and PRE_COPY_P2P requested from each"
                                            + " other.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    "the VMM requested {requested} in STOP_COPY; kernels without the fix of June 2026 never return"
                            + " from that"),
            on(
                    RequestRules::isImpossible,
                    new Advice(
                                    "impossible-state-requested",
                                    "A VMM cannot request ERROR, and a number above PRE_COPY_P2P is no state. The kernel"
                                            + " answers EINVAL and the device keeps its state.",
                                    "Request only states that the device's migration flags offer.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: enum"
                                            + " vfio_device_mig_state",
                                    "Linux 5.18",
                                    "A state that exists but that the device does not offer (unoffered-state-requested).")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    "the VMM requested state {requested}, which cannot be requested"),
            on(
                    RequestRules::isUnoffered,
                    new Advice(
                                    "unoffered-state-requested",
                                    "The flags from VFIO_DEVICE_FEATURE_MIGRATION lack what the state needs. The kernel"
                                            + " answers EINVAL and the device keeps its state.",
                                    "Check the migration flags before requesting PRE_COPY or a P2P state.",
                                    "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                                    "Linux 5.18",
                                    "The same request refused with another errno, or by a device that offers the state.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    fact -> fact.sentence("the VMM requested {requested}, but the device offers only {flags}")
                            .text(
                                    "flags",
                                    fact.flags().map(MigrationFlags::toString).orElse(""))),
            on(
                            request -> request.set().result().isOk()
                                    && request.set().requested().isEmpty(),
                            new Advice(
                                            "unknown-state-accepted",
                                            "The kernel refuses a state that does not exist with EINVAL. A server that"
                                                    + " accepts it has a wrong range check, and its device's state is"
                                                    + " undefined.",
                                            "Check the server's range check of the requested state; libvfio-user accepted"
                                                    + " the number after the last state.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: enum"
                                                    + " vfio_device_mig_state",
                                            "Linux 5.18",
                                            "The same number refused.")
                                    .by(Responsible.DRIVER)
                                    .as(Bearing.ASIDE)
                                    .titled("device accepted a nonexistent state"),
                            "the device accepted state {requested}, which does not exist")
                    .weighing(Weight.BY_PROOF));

    private RequestRules() {}

    static FactRule<OddRequest> on(Predicate<OddRequest> wanted, Advice advice, String template) {
        return on(wanted, advice, fact -> fact.sentence(template));
    }

    private static FactRule<OddRequest> on(
            Predicate<OddRequest> wanted, Advice advice, Function<OddRequest, Sentence> sentence) {
        return FactRule.on(OddRequest.class, fact -> fact.set().header(), advice, sentence)
                .when(wanted);
    }

    private static Sentence retried(RetriedInError fact) {
        return OddRequest.requested(
                        Sentence.of("the VMM requested {requested} in ERROR, got {errno} and never reset the device"
                                + (fact.retries() > 1 ? " ({requests} requests in all)" : "")),
                        fact.retry())
                .text("errno", fact.retry().result().name())
                .count("requests", fact.retries());
    }

    private static boolean isPreCopyFromStopCopy(OddRequest request) {
        return request.set().result().isFailed()
                && request.from().equals(Optional.of(DeviceState.STOP_COPY))
                && request.set().requested().filter(DeviceState::isPreCopy).isPresent();
    }

    private static boolean isImpossible(OddRequest request) {
        boolean inError = request.from().equals(Optional.of(DeviceState.ERROR));
        boolean wantsError = request.set().requested().equals(Optional.of(DeviceState.ERROR));
        return request.set().result().isFailed() && (request.set().requested().isEmpty() || (wantsError && !inError));
    }

    private static boolean isUnoffered(OddRequest request) {
        return request.set().result().is(Errno.EINVAL)
                && request.flags().isPresent()
                && request.set()
                        .requested()
                        .filter(state -> state != DeviceState.ERROR
                                && !request.flags().get().allows(state))
                        .isPresent();
    }
}
