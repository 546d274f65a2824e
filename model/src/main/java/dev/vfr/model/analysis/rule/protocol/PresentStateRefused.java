package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;

/// A request for the state that the device is in was refused.
public final class PresentStateRefused implements Rule {

    private static final Advice ADVICE = new Advice(
                    "present-state-refused",
                    "The kernel's core walks from the present state to the one that is asked for, and where both"
                            + " are the same it walks nowhere and answers 0. So either the device has left the"
                            + " state unseen, or a server that stands in for the kernel has another table.",
                    "Ask the device for its state (GET); look for a reset at that time.",
                    "drivers/vfio/vfio_main.c, vfio_ioctl_device_feature_mig_device_state()",
                    "Linux 5.18",
                    "A device in ERROR, whose driver may answer for itself; a state that was only inferred.")
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
                    PresentStateRefused::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.WARNING,
                        found.fact().set().requested().map(Enum::name).orElse("")
                                + " was asked for in the same state, and the answer was "
                                + found.fact().set().result().text() + found.others()));
            }
        }
        return findings;
    }

    private static boolean holds(OddRequest request) {
        return request.set().result().isFailed()
                && request.from().isPresent()
                && request.from().get() != DeviceState.ERROR
                && request.from().equals(request.set().requested());
    }
}
