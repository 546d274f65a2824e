package dev.vfr.model.analysis.rule.kernel;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One row of the table of the kernel's messages.
///
/// It is an error only where the message names a device of a migration that failed, within that migration by a clock
/// that is known well enough. Otherwise it is a warning: the message may be of another time or another VM.
record KernelRule(Advice advice, Pattern words) implements Rule {

    private static final long SURE_NS = 2_000_000_000L;
    /// A message on no device has to be of the time of the trace, or close to it.
    private static final long AROUND_NS = 600_000_000_000L;

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<KernelSaid> found : FirstOfDevice.of(
                    trace.facts().of(KernelSaid.class),
                    said -> isMeant(trace, said.event()),
                    said -> said.event().header())) {
                EventHeader header = found.fact().event().header();
                findings.add(advice.on(
                        trace,
                        header.device(),
                        header.seq(),
                        severity(file, trace, found.fact().event()),
                        FirstOfDevice.counted(
                                Sentence.of("the kernel said: {message}")
                                        .text("message", found.fact().event().text()),
                                found.more())));
            }
        }
        return findings;
    }

    /// The message is the one that the row describes.
    boolean isOf(KernelMessagePrinted message) {
        return words.matcher(message.text()).find();
    }

    private boolean isMeant(ScannedTrace trace, KernelMessagePrinted message) {
        return isOf(message) && (message.header().hasDevice() || isAround(trace, message.header()));
    }

    private static boolean isAround(ScannedTrace trace, EventHeader header) {
        boolean alone = trace.state().trace().sources().equals(List.of(CaptureSource.KERNEL_LOG));
        if (alone || !header.hasTime()) {
            return true;
        }
        long at = trace.clock().axisNs(header.process(), header.timeNs());
        long end = trace.clock().durationNs().orElse(0);
        return at != EventHeader.UNKNOWN_NS && at >= -AROUND_NS && at - end <= AROUND_NS;
    }

    private Finding.Severity severity(CaseFile file, ScannedTrace trace, KernelMessagePrinted message) {
        boolean sure = message.header().hasDevice()
                && message.header().hasTime()
                && message.uncertaintyNs().orElse(Long.MAX_VALUE) <= SURE_NS;
        return advice.bearing() == Bearing.CAUSE && sure
                ? file.severityAt(trace, message.header())
                : Finding.Severity.WARNING;
    }
}
