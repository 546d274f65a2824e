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

/// The driver of the physical function was gone.
public final class ParentDriverGone implements Rule {

    private static final Advice ADVICE = new Advice(
                    "parent-driver-gone",
                    "The migration of a virtual function goes through the driver of its physical"
                            + " function, which is unbound or was reloaded.",
                    "Operator: bind the driver of the physical function again (mlx5_core) and open the device anew.",
                    "drivers/vfio/pci/mlx5/cmd.c: mdev_detach gives ENOTCONN",
                    "Linux 5.18",
                    "Any other errno.")
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
                    ParentDriverGone::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact()) + ": the driver of the physical function is gone"
                                + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.ENOTCONN);
    }
}
