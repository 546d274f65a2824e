package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;

/// A rule on the first read, or the first write, of each device in each migration that failed.
record FailedTransfers(boolean read, Advice advice) implements Rule {

    static FailedTransfers ofReads(Advice advice) {
        return new FailedTransfers(true, advice);
    }

    static FailedTransfers ofWrites(Advice advice) {
        return new FailedTransfers(false, advice);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (MigrationSide side : trace.sides()) {
                for (DeviceSide device : side.devices()) {
                    FailedTransfer failed = device.failedTransfer().orElse(null);
                    if (failed != null
                            && failed.read() == read
                            && !isFoundElsewhere(trace, failed)
                            && isOfDriver(trace, failed)) {
                        findings.add(finding(trace, side, device, failed));
                    }
                }
            }
        }
        return findings;
    }

    /// In QEMU's log a load that fails with EIO is also what a stream looks like that ends too early.
    private static boolean isOfDriver(ScannedTrace trace, FailedTransfer failed) {
        boolean seesCalls = trace.has(CaptureSource.INTERPOSER)
                || trace.has(CaptureSource.STRACE)
                || trace.has(CaptureSource.FTRACE);
        return failed.read()
                || seesCalls
                || !trace.has(CaptureSource.QEMU_LOG)
                || !failed.result().is(Errno.EIO);
    }

    /// ENODEV is only the consequence of what ended the session, if another rule finds that.
    private static boolean isFoundElsewhere(ScannedTrace trace, FailedTransfer failed) {
        return trace.seesAll()
                && trace.facts().of(DeadDataFd.class).first().stream()
                        .filter(dead -> dead.header().seq() == failed.seq())
                        .anyMatch(dead -> dead.reason() != DeadDataFd.Reason.RESET
                                || trace.facts().of(ResetInSession.class).first().stream()
                                        .anyMatch(
                                                reset -> reset.reset().header().seq() == dead.by()));
    }

    private Finding finding(ScannedTrace trace, MigrationSide side, DeviceSide device, FailedTransfer failed) {
        Sentence sentence = Sentence.of((read ? "the source's read" : "the destination's write") + " of device data"
                        + (failed.state().isPresent() ? " in {from}" : "") + " failed with {errno}")
                .text("errno", failed.result().name());
        return advice.on(
                trace,
                device.number(),
                failed.seq(),
                Ending.of(side) == Ending.FAILED ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                failed.state().map(state -> sentence.state("from", state)).orElse(sentence));
    }
}
