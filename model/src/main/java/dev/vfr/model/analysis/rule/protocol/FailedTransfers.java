package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// The first read or write of each device in each migration that failed.
final class FailedTransfers {

    private FailedTransfers() {}

    static List<Finding> of(CaseFile file, Advice advice, boolean read) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (MigrationSide side : trace.sides()) {
                for (DeviceSide device : side.devices()) {
                    FailedTransfer failed = device.failedTransfer().orElse(null);
                    if (failed != null && failed.read() == read && !isToldElsewhere(trace, failed)) {
                        findings.add(finding(trace, side, device, failed, advice));
                    }
                }
            }
        }
        return findings;
    }

    /// ENODEV is only the consequence of what ended the session, where a rule tells that.
    private static boolean isToldElsewhere(ScannedTrace trace, FailedTransfer failed) {
        return trace.seesAll()
                && trace.facts().of(DeadDataFd.class).first().stream()
                        .filter(dead -> dead.header().seq() == failed.seq())
                        .anyMatch(dead -> dead.reason() != DeadDataFd.Reason.RESET
                                || trace.facts().of(ResetInSession.class).first().stream()
                                        .anyMatch(
                                                reset -> reset.reset().header().seq() == dead.by()));
    }

    private static Finding finding(
            ScannedTrace trace, MigrationSide side, DeviceSide device, FailedTransfer failed, Advice advice) {
        String where = failed.state().map(state -> " in " + state).orElse("");
        return advice.on(
                trace,
                device.number(),
                failed.seq(),
                Ending.of(side) == Ending.FAILED ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                (failed.read() ? "the source's read" : "the destination's write") + " of device data" + where
                        + " failed with " + failed.result().text());
    }
}
