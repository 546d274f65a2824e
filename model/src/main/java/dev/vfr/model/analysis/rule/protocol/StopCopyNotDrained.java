package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// STOP_COPY was left before its data was read to the end.
public final class StopCopyNotDrained implements Rule {

    private static final Advice ADVICE = new Advice(
                    "stop-copy-not-drained",
                    "Only a read that returns 0 shows that the device state is complete. The VMM left STOP_COPY without"
                            + " one, so a part of the state may be missing.",
                    "Read the data_fd until it returns 0 before leaving STOP_COPY.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_STOP_COPY",
                    "Linux 5.18",
                    "A migration that did not complete, or whose reads failed. A capture without sizes.")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE);

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
                            Sentence.of("the VMM left STOP_COPY after {readBytes}, before a read returned 0")
                                    .bytes("readBytes", left.bytes())));
                }
            }
        }
        return findings;
    }
}
