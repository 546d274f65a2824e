package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.analysis.watch.DeadDataFd;
import dev.vfr.model.analysis.watch.ResetInSession;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// The first read or write of each device in each migration that failed.
final class FailedTransfers {

    private FailedTransfers() {}

    static List<Finding> of(CaseFile file, Advice advice, boolean read) {
        List<Finding> findings = new ArrayList<>();
        for (TraceScan scan : file.traces()) {
            for (Leg leg : scan.legs()) {
                for (DeviceLeg part : leg.devices.values()) {
                    DeviceLeg.FailedTransfer failed = part.failedTransfer;
                    if (failed != null && failed.read() == read && !isToldElsewhere(scan, failed)) {
                        findings.add(finding(scan, leg, part, failed, advice));
                    }
                }
            }
        }
        return findings;
    }

    /// ENODEV is only the consequence of what ended the session, where a rule tells that.
    private static boolean isToldElsewhere(TraceScan scan, DeviceLeg.FailedTransfer failed) {
        return scan.seesAll()
                && scan.facts.of(DeadDataFd.class).first().stream()
                        .filter(dead -> dead.header().seq() == failed.seq())
                        .anyMatch(dead -> dead.reason() != DeadDataFd.Reason.RESET
                                || scan.facts.of(ResetInSession.class).first().stream()
                                        .anyMatch(
                                                reset -> reset.reset().header().seq() == dead.by()));
    }

    private static Finding finding(
            TraceScan scan, Leg leg, DeviceLeg part, DeviceLeg.FailedTransfer failed, Advice advice) {
        String where = failed.state().map(state -> " in " + state).orElse("");
        return advice.on(
                scan,
                part.device,
                failed.seq(),
                Ending.of(leg) == Ending.FAILED ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                (failed.read() ? "the source's read" : "the destination's write") + " of device data" + where
                        + " failed with " + failed.result().text());
    }
}
