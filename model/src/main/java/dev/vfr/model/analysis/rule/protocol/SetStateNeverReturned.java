package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A request for a state had not returned when the trace ended.
public final class SetStateNeverReturned implements Rule {

    private static final Advice ADVICE = new Advice(
                    "set-state-never-returned",
                    "The thread that made the request is still in the kernel. Where that is the VMM's"
                            + " migration thread the guest stands still for good. Kernels before the fix of June"
                            + " 2026 look for ever for a way from STOP_COPY to PRE_COPY.",
                    "Operator: look for a soft lockup or a hung task in the kernel log, and for the"
                            + " driver's own messages; the process has to be killed, perhaps the host restarted.",
                    "drivers/vfio/vfio_main.c, vfio_mig_get_next_state(): \"Terminate the skip loop on ERROR\"",
                    "Linux 5.18",
                    "A request whose end a log does not print.")
            .by(Mover.OPERATOR);

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
                        "the request for "
                                + found.fact()
                                        .set()
                                        .requested()
                                        .map(Enum::name)
                                        .orElse("state " + found.fact().set().requestedNumber())
                                + found.fact()
                                        .from()
                                        .map(state -> ", made in " + state + ",")
                                        .orElse("") + " never returned" + found.others()));
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
