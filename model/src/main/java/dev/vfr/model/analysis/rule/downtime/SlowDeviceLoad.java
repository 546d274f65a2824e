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
import java.util.Objects;

/// A device took long to take its state: the writes of what STOP_COPY gave, and its way out of RESUMING.
public final class SlowDeviceLoad implements Rule {

    private static final Advice ADVICE = new Advice(
                    "slow-device-load",
                    "The guest stands still while the destination's device takes its state: the writes of its data_fd, and the SET out of"
                            + " RESUMING, at which most drivers validate and load what was written. The source never hears of it.",
                    "The driver's and its firmware's matter at the destination: see its kernel messages for load commands. Until then"
                            + " allow for it in the downtime limit.",
                    "include/uapi/linux/vfio.h, RESUMING -> STOP: the device validates and takes its state",
                    "Linux 5.18",
                    "Writes of pre-copy data, while the guest ran; quick writes of much state. A device that took less than two thirds of what the slowest took.")
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
            over.slowest(SlowDeviceLoad::ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private static long ns(DeviceShares.Taken taken) {
        return loadingNs(taken);
    }

    /// The SET out of RESUMING is a part of loading, a SET from RUNNING_P2P to RUNNING is not.
    private static long loadingNs(DeviceShares.Taken taken) {
        CallTime begun = taken.destination().resumeBegun().orElse(null);
        long resuming = begun == null || !begun.hasTime() ? 0 : begun.returnedNs() - begun.calledNs();
        DeviceSide device = taken.source();
        long writing = OverLimit.slowNs(taken.share().writeNs().orElse(0), 0, device.bytes() - device.preCopyBytes());
        return writing + resuming;
    }

    private static Finding finding(OverLimit over, DeviceShares.Taken taken) {
        CallTime begun = taken.destination().resumeBegun().orElse(null);
        return ADVICE.on(
                Objects.requireNonNull(over.migration().sides().destination()).trace(),
                taken.destination().number(),
                begun == null ? -1 : begun.seq(),
                Finding.Severity.WARNING,
                Figures.time(ns(taken)) + " of the downtime of " + over.told()
                        + " are this device's loading of its state: its writes and its way out of RESUMING");
    }
}
