package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;

/// The migration was cancelled, the guest runs on, and its device did not return to RUNNING.
public final class NotRunningAfterCancel implements Rule {

    private static final Advice ADVICE = new Advice(
                    "not-running-after-cancel",
                    "After a cancelled migration the guest runs on, and each of its devices must be RUNNING again. QEMU"
                            + " requests RUNNING on this path and resets a device that refuses.",
                    "Reset the device, and request RUNNING on every path that ends a migration.",
                    "QEMU hw/vfio/migration.c, vfio_migration_state_notifier: RUNNING, with ERROR as the recover state",
                    "QEMU 8.0",
                    "A paused guest, a closed device, or a later request with any result. A trace that ends within"
                            + " 10 s.")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE)
            .titled("device is not RUNNING after the cancel");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!trace.seesAll()) {
                continue;
            }
            for (LeftAfterCancel fact : trace.facts().of(LeftAfterCancel.class).first()) {
                findings.add(ADVICE.on(
                        trace,
                        fact.device(),
                        fact.cancelled().seq(),
                        severity(fact),
                        Sentence.of("the device is still in {state} {waitedNs} after the migration was cancelled")
                                .state("state", fact.state())
                                .time("waitedNs", fact.ns())));
            }
        }
        return findings;
    }

    /// An error if the guest surely runs and its device surely is stopped.
    private static Finding.Severity severity(LeftAfterCancel fact) {
        boolean stopped = fact.state() == DeviceState.STOP || fact.state() == DeviceState.STOP_COPY;
        return stopped && fact.guestRuns() ? Finding.Severity.ERROR : Finding.Severity.WARNING;
    }
}
