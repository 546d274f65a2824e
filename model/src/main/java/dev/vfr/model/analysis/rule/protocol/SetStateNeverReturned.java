package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import java.util.ArrayList;
import java.util.List;

/// A request for a state had not returned when the trace ended.
public final class SetStateNeverReturned implements Rule {

    private static final Advice ADVICE = new Advice(
                    "set-state-never-returned",
                    "The calling thread is still in the kernel; if it is QEMU's migration thread, the guest stays"
                            + " stopped. Kernels before the fix of June 2026 loop forever on PRE_COPY from STOP_COPY.",
                    "Check the kernel log for a soft lockup, a hung task or driver messages, then kill the process or"
                            + " restart the host.",
                    "drivers/vfio/vfio_main.c, vfio_mig_get_next_state(): \"Terminate the skip loop on ERROR\"",
                    "Linux 5.18",
                    "A request whose end the log does not print.")
            .by(Responsible.OPERATOR)
            .titled("request for a state never returned");

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
            for (FirstOfDevice<OddRequest> found : FirstOfDevice.of(
                    trace.facts().of(OddRequest.class),
                    fact -> fact.set().result().isUnknown() && isLast(trace, fact),
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.WARNING,
                        FirstOfDevice.counted(
                                found.fact()
                                        .sentence("SET {requested}"
                                                + (found.fact().from().isPresent() ? " from {from}" : "")
                                                + " never returned"),
                                found.more())));
            }
        }
        return findings;
    }

    /// Nothing was asked of the device afterwards.
    private static boolean isLast(ScannedTrace trace, OddRequest request) {
        return trace.state()
                .device(request.set().header().device())
                .flatMap(device -> device.state().lastSet())
                .filter(last -> last.header().seq() == request.set().header().seq())
                .isPresent();
    }
}
