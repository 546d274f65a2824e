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

/// DMA logging was started while it was on.
public final class StartedTwice implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dma-logging-started-twice",
                    "A device has one log. Starting it again is refused, and the ranges of the first start stay.",
                    "VMM: stop the log before starting it with other ranges.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START",
                    "Linux 6.1",
                    "A start after a stop, or after the device was closed.")
            .by(Mover.VMM);

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
                    StartedTwice::holds,
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        file.severityAt(trace, found.fact().event().header()),
                        "DMA logging was started while it was on, which gave "
                                + found.fact().event().result().text() + found.others()));
            }
        }
        return findings;
    }

    static boolean holds(LoggingStart start) {
        return start.alreadyOn()
                && start.event().result().isFailed()
                && LoggedRanges.fault(start).isEmpty();
    }
}
