package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The VMM asked for what is no state to ask for.
public final class ImpossibleStateRequested implements Rule {

    private static final Advice ADVICE = new Advice(
                    "impossible-state-requested",
                    "ERROR cannot be asked for, and a number above PRE_COPY_P2P is no state. The kernel"
                            + " answers EINVAL and nothing moves.",
                    "VMM: ask for one of the states that the device's flags offer.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: enum vfio_device_mig_state",
                    "Linux 5.18",
                    "A state that exists and that the device does not offer: unoffered-state-requested.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<OddRequest> found : FirstOfDevice.of(
                    trace.facts().of(OddRequest.class),
                    ImpossibleStateRequested::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.WARNING,
                        "the VMM asked for "
                                + found.fact()
                                        .set()
                                        .requested()
                                        .map(Enum::name)
                                        .orElse("state " + found.fact().set().requestedNumber())
                                + ", which nobody can ask for" + found.others()));
            }
        }
        return findings;
    }

    private static boolean holds(OddRequest request) {
        boolean inError = request.from().equals(Optional.of(DeviceState.ERROR));
        boolean wantsError = request.set().requested().equals(Optional.of(DeviceState.ERROR));
        return request.set().result().isFailed() && (request.set().requested().isEmpty() || (wantsError && !inError));
    }
}
