package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;

/// The migration was cancelled, the guest goes on, and its device was never brought back.
public final class NotRunningAfterCancel implements Rule {

    private static final Advice ADVICE = new Advice(
                    "not-running-after-cancel",
                    "A source that gives up goes on with its guest, and each of its devices has to be RUNNING again."
                            + " Every release of QEMU asks for RUNNING on this path, and resets a device that refuses:"
                            + " up to 10.2 after the data_fd was closed, since 11.0 before.",
                    "VMM: ask for RUNNING, or reset the device, on every way out of a migration.",
                    "QEMU hw/vfio/migration.c, vfio_migration_state_notifier: RUNNING, with ERROR as the recover state",
                    "QEMU 8.0",
                    "A guest that was paused, a device that was closed, a request of any result, and a trace that"
                            + " ends within 10 s.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

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
                        "the migration was cancelled, and " + Figures.time(fact.ns()) + " later the device is still in "
                                + fact.state()));
            }
        }
        return findings;
    }

    /// An error where a guest runs for sure whose device surely stands still.
    private static Finding.Severity severity(LeftAfterCancel fact) {
        boolean stands = fact.state() == DeviceState.STOP || fact.state() == DeviceState.STOP_COPY;
        return stands && fact.guestRuns() ? Finding.Severity.ERROR : Finding.Severity.WARNING;
    }
}
