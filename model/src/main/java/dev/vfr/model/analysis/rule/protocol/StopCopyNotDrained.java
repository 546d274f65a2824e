package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// STOP_COPY was left before its data was read to the end.
public final class StopCopyNotDrained implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-copy-not-drained",
                    "Only a read that returns 0 says that the device's state is whole. The VMM left"
                            + " STOP_COPY without one, so that a part of the state may have stayed in the device.",
                    "VMM: read until 0 comes.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_STOP_COPY",
                    "Linux 5.18",
                    "A migration that was given up; reads that failed; a source that shows no sizes.")
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
            if (!trace.seesAll() || trace.has(CaptureSource.QEMU_LOG)) {
                continue;
            }
            for (LeftUndrained left : trace.facts().of(LeftUndrained.class).first()) {
                EventHeader header = left.set().header();
                boolean completed = file.migrationAt(trace, header.process(), header.seq())
                        .filter(migration -> migration.outcome() == Report.Outcome.COMPLETED)
                        .isPresent();
                if (completed) {
                    findings.add(ADVICE.on(
                            trace,
                            header.device(),
                            header.seq(),
                            Finding.Severity.WARNING,
                            "STOP_COPY was left after " + left.bytes() + " bytes though no read had returned 0"));
                }
            }
        }
        return findings;
    }
}
