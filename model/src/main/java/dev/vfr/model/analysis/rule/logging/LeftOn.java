package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// DMA logging was never stopped.
public final class LeftOn implements Rule {

    private static final Advice ADVICE = new Advice(
                    "dma-logging-left-on",
                    "The migration is over and the device runs again, but it still logs what it writes,"
                            + " which costs it speed and memory.",
                    "VMM: stop the log when the migration ends, however it ends.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_STOP",
                    "Linux 6.1",
                    "A source whose guest stands still after the migration: QEMU stops the log when it runs again.")
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
            if (trace.seesAll() && trace.isIntact()) {
                for (LoggingLeftOn left : trace.facts().of(LoggingLeftOn.class).first()) {
                    findings.add(ADVICE.on(
                            trace,
                            left.device(),
                            left.startSeq(),
                            Finding.Severity.WARNING,
                            "DMA logging was started here and is on at the end, though the device runs again"));
                }
            }
        }
        return findings;
    }
}
