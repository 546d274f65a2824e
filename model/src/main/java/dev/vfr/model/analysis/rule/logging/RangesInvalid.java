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

/// The ranges to log are none that the kernel takes.
public final class RangesInvalid implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dma-logging-ranges-invalid",
                    "The kernel's core refuses ranges that are empty, overlap or are not aligned to the"
                            + " page size, more than 256 of them, and a page size that is below 4 KiB or no power"
                            + " of two.",
                    "VMM: merge and align the ranges. Server that took them: check them as the kernel does.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START",
                    "Linux 6.1",
                    "Aligned ranges that touch each other; a refusal whose ranges the source does not show.")
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
                    RangesInvalid::holds,
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        file.severityAt(trace, found.fact().event().header()),
                        "DMA logging " + (found.fact().event().result().isOk() ? "started" : "could not start")
                                + " with ranges that the kernel refuses: "
                                + LoggedRanges.fault(found.fact()).orElse("") + found.others()));
            }
        }
        return findings;
    }

    static boolean holds(LoggingStart start) {
        return !start.event().result().isUnknown() && LoggedRanges.fault(start).isPresent();
    }
}
