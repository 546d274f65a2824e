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

/// The kernel had no memory for a request.
public final class KernelMemoryShort implements Rule {

    private static final Advice ADVICE = new Advice(
                    "kernel-memory-short",
                    "The driver found no memory, or no resource of its device, for the session. The state that"
                            + " was asked for was not reached.",
                    "Operator: look at the host's free memory and at the limit of the VMM's control group;"
                            + " then at the driver's messages, since mlx5 answers the same where the firmware's"
                            + " limit is reached.",
                    "drivers/vfio/pci; drivers/net/ethernet/mellanox/mlx5/core/cmd.c, status LIM: ENOMEM",
                    "Linux 5.18",
                    "The same request refused with another errno; one device more than others that migrate,"
                            + " which the parent's limit refuses.")
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
                    KernelMemoryShort::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact()) + ": there was no memory for it" + found.others()));
            }
        }
        return findings;
    }

    /// Of a device that was never introduced nobody knows how many others there are.
    private static boolean holds(OddRequest request) {
        return request.flags().isPresent()
                && RefusedRequests.failedWith(request, Errno.ENOMEM)
                && !TooManyDevicesAtOnce.holds(request);
    }
}
