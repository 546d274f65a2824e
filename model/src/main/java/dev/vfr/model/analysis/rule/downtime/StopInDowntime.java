package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
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

/// The VMM took the device out of STOP_COPY while the guest still stood, and that took long.
public final class StopInDowntime implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-in-downtime",
                    "QEMU up to 8.1 leaves STOP_COPY for STOP as soon as it has read all, before it sends the end of its stream."
                            + " The guest at the destination waits for that. QEMU 8.2 leaves STOP_COPY in its clean-up, when the"
                            + " guest already runs.",
                    "Update the VMM at the source to QEMU 8.2 or newer.",
                    "QEMU commit 5485298ce0, vfio/migration: Move VFIO migration SET STOP to clean-up",
                    "QEMU 8.0, until 8.1",
                    "Leaving STOP_COPY late, in clean-up, however long it takes: that is no downtime.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.all(file)) {
            for (DeviceSide device : over.source().devices()) {
                CallTime gone = device.leftStopCopy().orElse(null);
                if (gone == null || !gone.hasTime() || !Downtime.leftStopCopyWithin(over.source(), device)) {
                    continue;
                }
                long ns = gone.returnedNs() - gone.calledNs();
                if (over.isMuch(ns)) {
                    findings.add(ADVICE.on(
                            over.source().trace(),
                            device.number(),
                            gone.seq(),
                            Finding.Severity.WARNING,
                            Figures.time(ns) + " of the downtime of " + over.told()
                                    + " are this device's way from STOP_COPY to STOP, before the stream's end"));
                }
            }
        }
        return findings;
    }
}
