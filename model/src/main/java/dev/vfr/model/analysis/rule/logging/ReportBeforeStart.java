package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// Dirty pages were asked for before logging was started.
public final class ReportBeforeStart implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dirty-report-before-start",
                    "There is no log yet, so that the query is refused with EINVAL. A VMM that takes"
                            + " that for an answer begins with a wrong picture of the guest's memory.",
                    "VMM: start the log before the first query; QEMU does so since commit ff180c6bd7.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT",
                    "Linux 6.1",
                    "A query that fails while logging is on, or whose device was opened before the trace began.")
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
            for (FirstOfDevice<FailedReport> found : FirstOfDevice.of(
                    trace.facts().of(FailedReport.class),
                    fact -> fact.beforeStart(),
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        Finding.Severity.WARNING,
                        "dirty pages were asked for before DMA logging was started, which gave "
                                + found.fact().event().result().text() + found.others()));
            }
        }
        return findings;
    }
}
