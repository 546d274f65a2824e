package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A number that is no state was accepted.
public final class UnknownStateAccepted implements Rule {

    private static final Advice ADVICE = new Advice(
                    "unknown-state-accepted",
                    "The kernel's core refuses a state that does not exist with EINVAL. A server that"
                            + " takes it has its check of the range wrong and is in nobody knows which state.",
                    "Server: compare with the last state that exists; libvfio-user let the number after it pass.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: enum vfio_device_mig_state",
                    "Linux 5.18",
                    "The same number refused.")
            .by(Mover.DRIVER)
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
                    fact -> fact.set().result().isOk() && fact.set().requested().isEmpty(),
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        trace.seesAll() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        "state " + found.fact().set().requestedNumber() + " was accepted but is no state"
                                + found.others()));
            }
        }
        return findings;
    }
}
