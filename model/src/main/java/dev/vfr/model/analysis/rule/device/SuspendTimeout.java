package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.protocol.OddRequest;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;

/// The device did not come to rest in the time that its driver gives it.
public final class SuspendTimeout implements Rule {

    private static final Advice ADVICE = new Advice(
                    "suspend-timeout",
                    "The driver asked the device to stop and waited; the time ran out. pds and qat wait"
                            + " five seconds, mlx5 as long as a firmware command may take.",
                    "Operator: look at the device's load and firmware; a device that never comes to rest"
                            + " cannot be migrated. The guest runs on at the source.",
                    "drivers/vfio/pci/pds/lm.c and drivers/crypto/intel/qat: the poll for the suspended state",
                    "Linux 5.18",
                    "A request that takes as long and succeeds.")
            .by(Mover.OPERATOR);

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
                    SuspendTimeout::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact()) + ", the driver's limit for the device to come to rest"
                                + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.ETIMEDOUT);
    }
}
