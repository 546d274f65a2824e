package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The VMM got a data_fd while it held another.
public final class DataFdOutOfSyncRule implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-out-of-sync",
                    "The device left its session unnoticed, by a reset, or by the guest's pause and"
                            + " continue in pre-copy, and the VMM kept the dead data_fd. When the next session"
                            + " began the VMM held two, threw the new one away and gave up.",
                    "VMM: close the data_fd whenever the device leaves the session. Operator: do not"
                            + " pause a guest in pre-copy with this release.",
                    "QEMU, hw/vfio/migration.c, vfio_migration_set_state()",
                    "QEMU 8.0",
                    "A new session after the data_fd of the last one was closed; a driver that returns a"
                            + " second data_fd within one session.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<DataFdOutOfSync> found : FirstOfDevice.of(
                    trace.facts().of(DataFdOutOfSync.class),
                    _ -> true,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        "a new data_fd came while the VMM held that of a session that had ended, and it"
                                + " threw the new one away"
                                + found.others()));
            }
        }
        return findings;
    }
}
