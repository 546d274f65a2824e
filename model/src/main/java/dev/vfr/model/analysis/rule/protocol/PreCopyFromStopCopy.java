package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// PRE_COPY was asked for in STOP_COPY.
public final class PreCopyFromStopCopy implements Rule {

    private static final Advice ADVICE = new Advice(
                    "pre-copy-from-stop-copy",
                    "No way leads from STOP_COPY back to pre-copy. Fixed kernels answer EINVAL and"
                            + " nothing moves; kernels from 6.2 up to the fix of June 2026 never return from the"
                            + " request, where the device offers PRE_COPY.",
                    "VMM: go through STOP and RUNNING. Operator: run a kernel with the fix.",
                    "drivers/vfio/vfio_main.c, vfio_mig_get_next_state(): \"Terminate the skip loop on ERROR\"",
                    "Linux 6.2",
                    "STOP_COPY asked for in PRE_COPY; PRE_COPY_P2P and PRE_COPY from each other.")
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
            for (FirstOfDevice<OddRequest> found : FirstOfDevice.of(
                    trace.facts().of(OddRequest.class),
                    PreCopyFromStopCopy::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.WARNING,
                        found.fact().set().requested().map(Enum::name).orElse("")
                                + " was asked for in STOP_COPY, where kernels without the fix of June 2026 never return"
                                + found.others()));
            }
        }
        return findings;
    }

    private static boolean holds(OddRequest request) {
        return request.set().result().isFailed()
                && request.from().equals(Optional.of(DeviceState.STOP_COPY))
                && request.set().requested().filter(DeviceState::isPreCopy).isPresent();
    }
}
