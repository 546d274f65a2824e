package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A device took long to run again: the SET from RUNNING_P2P to RUNNING at the destination.
public final class SlowDeviceStart implements Rule {

    private static final Advice ADVICE = new Advice(
                    "slow-device-start",
                    "The device has its state and is in RUNNING_P2P; the guest sees it only when it is RUNNING.",
                    "The driver's and its firmware's matter at the destination: see its kernel messages for resume commands.",
                    "include/uapi/linux/vfio.h, RUNNING_P2P -> RUNNING",
                    "Linux 5.18",
                    "A SET to RUNNING straight from RESUMING, which is loading. A downtime within its limit.")
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
            over.slowest(SlowDeviceStart::ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private static long ns(DeviceShares.Taken taken) {
        CallTime begun = taken.destination().resumeBegun().orElse(null);
        CallTime running = taken.destination().running().orElse(null);
        if (begun == null || running == null || begun.seq() == running.seq() || !running.hasTime()) {
            return 0;
        }
        return running.returnedNs() - running.calledNs();
    }

    private static Finding finding(OverLimit over, DeviceShares.Taken taken) {
        return ADVICE.on(
                Objects.requireNonNull(over.migration().sides().destination()).trace(),
                taken.destination().number(),
                taken.destination().running().orElseThrow().seq(),
                Finding.Severity.WARNING,
                Figures.time(ns(taken)) + " of the downtime of " + over.told()
                        + " are this device's way from RUNNING_P2P to RUNNING");
    }
}
