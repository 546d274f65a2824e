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

/// The device's firmware did not get done in time.
public final class FirmwareBusy implements Rule {

    private static final Advice ADVICE = new Advice(
                    "firmware-busy",
                    "A refusal that comes at once is the driver's own. This one came after a second or"
                            + " more: the driver had given the request to the device's firmware, which was busy"
                            + " until it gave up.",
                    "Operator: look for the driver's line in the kernel log (mlx5_core prints the"
                            + " command and its syndrome), update the firmware, migrate when the device has less"
                            + " to do.",
                    "drivers/net/ethernet/mellanox/mlx5/core/cmd.c, cmd_status_to_err(): RES_BUSY",
                    "Linux 5.18",
                    "EBUSY that comes at once: device-busy.")
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
                    FirmwareBusy::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact()) + ", as a firmware that does not get done does"
                                + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.EBUSY)
                && RefusedRequests.tookLong(request)
                && !TooManyDevicesAtOnce.holds(request);
    }
}
