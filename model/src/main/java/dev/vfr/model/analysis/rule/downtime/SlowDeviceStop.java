package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A device took long to stop: the SETs out of its running state and into STOP_COPY.
public final class SlowDeviceStop implements Rule {

    private static final Advice ADVICE = new Advice(
                    "slow-device-stop",
                    "The guest stands still while the device is brought from its running state into STOP_COPY. That takes as long as the"
                            + " device's firmware needs to quiesce and to make its state readable, and no VMM reckons with it.",
                    "The driver's and its firmware's matter: see its kernel messages for suspend and save commands, and update the"
                            + " firmware. Until then allow for it in the downtime limit.",
                    "include/uapi/linux/vfio.h, STOP_COPY; QEMU sets it from a VM state change handler while the guest stands still",
                    "Linux 5.18",
                    "A downtime within its limit. Less than 100 ms or a fifth of the downtime. A device that took less than two"
                            + " thirds of what the slowest took.")
            .by(Mover.DRIVER);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    /// The slowest of a migration's devices and those that are little quicker, where the downtime is over its limit.
    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.all(file)) {
            over.slowest(SlowDeviceStop::ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private static long ns(DeviceShares.Taken taken) {
        return taken.share().stopNs().orElse(0);
    }

    private static Finding finding(OverLimit over, DeviceShares.Taken taken) {
        DeviceSide device = taken.source();
        return ADVICE.on(
                over.source().trace(),
                device.number(),
                slowest(device).seq(),
                Finding.Severity.WARNING,
                Figures.time(ns(taken)) + " of the downtime of " + over.told()
                        + " are this device's way into STOP_COPY");
    }

    private static CallTime slowest(DeviceSide device) {
        CallTime left = device.left().orElseThrow();
        CallTime stopCopy = device.stopCopy().orElseThrow();
        return stopCopy.returnedNs() - stopCopy.calledNs() >= left.returnedNs() - left.calledNs() ? stopCopy : left;
    }
}
