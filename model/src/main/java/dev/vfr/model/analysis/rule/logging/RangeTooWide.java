package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;

/// The ranges to log span more than the device can track.
public final class RangeTooWide implements Rule {

    private static final long SPAN_MAX = 1L << 42;

    private static final Advice ADVICE = new Advice(
                    "dma-logging-range-too-wide",
                    "The device tracks one span of addresses up to a limit, 2^42 bytes with most"
                            + " firmware of ConnectX. A guest whose firmware (OVMF) puts 64-bit BARs high makes"
                            + " the span far larger than its memory.",
                    "Operator: give the guest fewer physical address bits (host-phys-bits-limit, or"
                            + " OVMF's X-PciMmio64Mb), or use QEMU 8.2 or newer, which leaves the PCI hole out.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START; QEMU commit a31fe5daea",
                    "Linux 6.1",
                    "The same errno with ranges that the device can track: dma-logging-not-started.")
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
                    RangeTooWide::holds,
                    fact -> fact.event().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().event().header().device(),
                        found.fact().event().header().seq(),
                        file.severityAt(trace, found.fact().event().header()),
                        "DMA logging could not start with "
                                + found.fact().event().result().text() + ": the ranges span 2^"
                                + (Long.SIZE
                                        - Long.numberOfLeadingZeros(LoggedRanges.spanBytes(
                                                        found.fact().ranges())
                                                - 1))
                                + " bytes" + found.others()));
            }
        }
        return findings;
    }

    static boolean holds(LoggingStart start) {
        return start.event().result().is(Errno.EOPNOTSUPP)
                && Long.compareUnsigned(LoggedRanges.spanBytes(start.ranges()), SPAN_MAX) > 0;
    }
}
