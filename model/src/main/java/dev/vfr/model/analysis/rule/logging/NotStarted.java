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

/// DMA logging could not be started.
public final class NotStarted implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dma-logging-not-started",
                    "Without a log of what the device writes to guest memory the VMM cannot migrate it"
                            + " while it runs. The request itself is in order as far as the trace shows it, so"
                            + " that the driver has a reason of its own.",
                    "Operator: look at the driver's messages in the kernel log; mlx5 gives ENOTCONN"
                            + " where the driver of the physical function is gone, EOPNOTSUPP and EINVAL where the"
                            + " firmware cannot track.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START; qemu-devel, March 2024",
                    "Linux 6.1",
                    "A device that offers no DMA logging at all, which the VMM tracks by the IOMMU.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<LoggingStart> found : FirstOfDevice.of(
                    trace.facts().of(LoggingStart.class),
                    NotStarted::holds,
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        file.severityAt(trace, found.fact().event().header()),
                        "DMA logging could not start with "
                                + found.fact().event().result().text()
                                + (found.fact().ranges().isEmpty() ? "" : "; its ranges are aligned and do not overlap")
                                + found.others()));
            }
        }
        return findings;
    }

    static boolean holds(LoggingStart start) {
        return start.event().result().isFailed()
                && !RangeTooWide.holds(start)
                && !RangesInvalid.holds(start)
                && !StartedTwice.holds(start);
    }
}
