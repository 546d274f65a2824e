package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// The device could not say which pages it had written.
public final class ReportFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dirty-report-failed",
                    "Pages that the device wrote since the last report are not known to be dirty. Where"
                            + " the migration goes on they are old at the destination, and nobody notices.",
                    "VMM: give the migration up where a report fails (QEMU since 8.0). Operator: look at"
                            + " the driver's messages, and do not trust the guest's memory at the destination.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT; QEMU commit 236e0a45f5",
                    "Linux 6.1",
                    "A query before logging was started.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<FailedReport> found : FirstOfDevice.of(
                    trace.facts().of(FailedReport.class),
                    fact -> !(fact.beforeStart() && trace.seesAll()),
                    fact -> fact.event().header())) {
                EventHeader header = found.fact().event().header();
                boolean completed = file.migrationAt(trace, header.process(), header.seq())
                        .filter(migration -> migration.outcome() == Report.Outcome.COMPLETED)
                        .isPresent();
                findings.add(ADVICE.on(
                        trace,
                        header.device(),
                        header.seq(),
                        file.severityAt(trace, header),
                        "the report of dirty pages failed with "
                                + found.fact().event().result().text() + found.others()
                                + (completed
                                        ? ", and the migration went on: pages that the device wrote may be stale at the"
                                                + " destination"
                                        : "")));
            }
        }
        return findings;
    }
}
