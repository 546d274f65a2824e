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

/// Dirty pages were asked for where nothing is logged.
public final class ReportOutsideRanges implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dirty-report-outside-ranges",
                    "The log was started over other addresses: memory that was mapped later, as with a"
                            + " vIOMMU, is not tracked. What the device writes there is never found to be dirty.",
                    "VMM: log all that can become guest memory, or refuse the migration.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START; cloud-hypervisor issue 8567",
                    "Linux 6.1",
                    "A report over a part of a range, or over ranges that touch each other.")
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
            for (FirstOfDevice<ReportOutside> found : FirstOfDevice.of(
                    trace.facts().of(ReportOutside.class),
                    _ -> true,
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        Finding.Severity.WARNING,
                        "dirty pages were asked for at 0x"
                                + Long.toHexString(found.fact().event().range().iova()) + ", "
                                + found.fact().event().range().lengthBytes() + " bytes, not all of which are logged"
                                + found.others()));
            }
        }
        return findings;
    }
}
