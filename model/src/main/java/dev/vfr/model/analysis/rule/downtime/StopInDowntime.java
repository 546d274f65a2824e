package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// The VMM took the device out of STOP_COPY while the guest was still stopped, and that took long.
public final class StopInDowntime implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-in-downtime",
                    "QEMU up to 8.1 leaves STOP_COPY for STOP before it sends the end of its"
                            + " stream, for which the destination waits. QEMU 8.2 does so after the"
                            + " switchover.",
                    "Update QEMU at the source to 8.2 or newer.",
                    "QEMU commit 5485298ce0, vfio/migration: Move VFIO migration SET STOP to" + " clean-up",
                    "QEMU 8.0, until 8.1",
                    "A late return from STOP_COPY in clean-up: it is no part of the downtime.")
            .titled("QEMU left STOP_COPY within the downtime")
            .by(Responsible.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.ofCompleted(file)) {
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
                            over.with(Sentence.of("the device took {tookNs} of the downtime ({downtime}) from STOP_COPY"
                                            + " to STOP, before the stream's end"))
                                    .time("tookNs", ns)));
                }
            }
        }
        return findings;
    }
}
