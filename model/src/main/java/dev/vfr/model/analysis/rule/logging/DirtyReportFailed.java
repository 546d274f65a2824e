package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// The device could not report which pages it had written.
public final class DirtyReportFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dirty-report-failed",
                    "Pages that the device wrote since the last report are not known to be dirty. If the migration"
                            + " continues, they are stale at the destination, and no error reports it.",
                    "Check the driver's kernel log at the source, and do not trust guest memory at the destination if"
                            + " the migration completed.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT; QEMU commit 236e0a45f5",
                    "Linux 6.1",
                    "A query before DMA logging was started (dirty-report-before-start).")
            .by(Responsible.VMM)
            .titled("device could not report dirty pages");

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
                        FirstOfDevice.counted(
                                Sentence.of("the device's report of dirty pages failed with {errno}"
                                                + (completed
                                                        ? "; the migration completed, and pages may be stale at the"
                                                                + " destination"
                                                        : ""))
                                        .text(
                                                "errno",
                                                found.fact().event().result().name()),
                                found.more())));
            }
        }
        return findings;
    }
}
