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

/// The driver said at once that the device cannot be moved now.
public final class DeviceBusy implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-busy",
                    "The driver refused the request without waiting for the device: it is busy, or in an"
                            + " internal fault (RAS) that has to be handled first.",
                    "Operator: look for an error of the device in the kernel log (AER, RAS, a driver's"
                            + " reset), and try again when it is handled.",
                    "drivers/vfio/pci/hisilicon/hisi_acc_vfio_pci.c, hisi_acc_vf_set_device_state(): EBUSY",
                    "Linux 5.18",
                    "EBUSY after seconds of waiting: firmware-busy.")
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
                    DeviceBusy::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact())
                                + ": the device could not be moved, as one with an internal fault" + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.EBUSY)
                && !RefusedRequests.tookLong(request)
                && !TooManyDevicesAtOnce.holds(request);
    }
}
