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

/// A device in ERROR was asked for a state instead of being reset.
public final class RecoveryWithoutReset implements Rule {

    private static final Advice ADVICE = new Advice(
                    "recovery-without-reset",
                    "ERROR has no way out: each request for another state is refused with EINVAL, on"
                            + " some kernels with a warning in the log. Only VFIO_DEVICE_RESET leads to RUNNING.",
                    "VMM: after a request that failed ask the device for its state, and reset it where"
                            + " that is ERROR.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: VFIO_DEVICE_STATE_ERROR",
                    "Linux 5.18",
                    "One more request, for the recover state, and then a reset, as QEMU does; a request"
                            + " that failed and is tried again until it succeeds.")
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
            if (!trace.seesAll()) {
                continue;
            }
            for (FirstOfDevice<RetriedInError> found : FirstOfDevice.of(
                    trace.facts().of(RetriedInError.class),
                    _ -> true,
                    fact -> fact.first().header())) {
                RetriedInError fact = found.fact();
                findings.add(ADVICE.on(
                        trace,
                        fact.first().header().device(),
                        fact.firstRetrySeq(),
                        file.severityAt(trace, fact.retry().header()),
                        "a device in ERROR was asked for "
                                + fact.retry().requested().map(Enum::name).orElse("a state") + " with "
                                + fact.retry().result().text()
                                + (fact.retries() > 1 ? ", " + fact.retries() + " requests in all," : "")
                                + " and never reset: only VFIO_DEVICE_RESET leads out of ERROR"));
            }
        }
        return findings;
    }
}
