package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.TransferTimes;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A device took long to give its state: the reads of its data_fd in STOP_COPY.
public final class SlowDeviceSave implements Rule {

    private static final Advice ADVICE = new Advice(
                    "slow-device-save",
                    "The guest stands still while the device's remaining state is read. The time is that of the reads themselves, in the"
                            + " driver; what the VMM takes between them is not in it.",
                    "Where one read took most of it, the driver waited for its firmware: see its kernel messages. Where all took long,"
                            + " let the device give more of its state in pre-copy.",
                    "include/uapi/linux/vfio.h, data_fd in STOP_COPY",
                    "Linux 5.18",
                    "Quick reads of much state, and reads with a slow network between them. A downtime within its limit.")
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
            over.slowest(SlowDeviceSave::ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private static long ns(DeviceShares.Taken taken) {
        DeviceSide device = taken.source();
        return OverLimit.slowNs(
                taken.share().readNs().orElse(0),
                taken.share().longestReadNs().orElse(0),
                device.bytes() - device.preCopyBytes());
    }

    private static Finding finding(OverLimit over, DeviceShares.Taken taken) {
        TransferTimes reads = taken.source().stopCopyReads();
        long longest = reads.longestNs().orElse(0);
        String one = longest >= ns(taken) / 2
                ? ", " + Figures.time(longest) + " of them one read of " + Figures.bytes(reads.longestBytes())
                : ", in " + reads.calls() + " reads";
        return ADVICE.on(
                over.source().trace(),
                taken.source().number(),
                reads.longestSeq(),
                Finding.Severity.WARNING,
                Figures.time(ns(taken)) + " of the downtime of " + over.told()
                        + " are reads of this device's data_fd in STOP_COPY" + one);
    }
}
