package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The VMM wrote to a region of a device whose state is being read.
public final class RegionWrittenInStopCopy implements Rule {

    private static final Advice ADVICE = new Advice(
                    "region-written-in-stop-copy",
                    "In STOP_COPY the device stands still while its state is read. A write to its"
                            + " regions may change that state in the middle of the stream.",
                    "VMM: keep the guest's vCPUs and its own emulation away from the device until STOP_COPY is left.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_STOP_COPY",
                    "Linux 5.18",
                    "Trapped writes in PRE_COPY, where the device runs.")
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
            for (FirstOfDevice<WriteInStopCopy> found :
                    FirstOfDevice.of(trace.facts().of(WriteInStopCopy.class), _ -> true, fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.WARNING,
                        "the VMM wrote to a region of the device in STOP_COPY" + found.others()));
            }
        }
        return findings;
    }
}
