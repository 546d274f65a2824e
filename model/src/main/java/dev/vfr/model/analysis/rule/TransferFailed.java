package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.Errnos;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// Reading or writing the device's data failed.
public final class TransferFailed implements Rule {

    private static final String CLAUSE = "include/uapi/linux/vfio.h, data_fd";

    private static final Advice READ = new Advice(
            "read-failed",
            "The source could not read the device's state from its data_fd. ENOMSG, the temporary end of the pre-copy"
                    + " data, is not meant.",
            "Look at the driver's kernel messages; ENODEV says that the session had ended.",
            CLAUSE);
    private static final Advice WRITE = new Advice(
            "write-failed",
            "The destination's device did not take a piece of the state that was read at the source.",
            "Compare device type, driver and firmware of both hosts; look at the driver's kernel messages.",
            CLAUSE);

    @Override
    public Advice advice() {
        return READ;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (TraceScan scan : file.traces()) {
            for (Leg leg : scan.legs()) {
                for (DeviceLeg part : leg.devices.values()) {
                    DeviceLeg.FailedTransfer failed = part.failedTransfer;
                    if (failed != null) {
                        findings.add(finding(scan, leg, part, failed));
                    }
                }
            }
        }
        return findings;
    }

    private static Finding finding(TraceScan scan, Leg leg, DeviceLeg part, DeviceLeg.FailedTransfer failed) {
        String where = failed.state().map(state -> " in " + state).orElse("");
        return (failed.read() ? READ : WRITE)
                .on(
                        scan,
                        part.device,
                        failed.seq(),
                        Ending.of(leg) == Ending.FAILED ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        (failed.read() ? "the source's read" : "the destination's write") + " of device data" + where
                                + " failed with " + Errnos.text(failed.result()));
    }
}
