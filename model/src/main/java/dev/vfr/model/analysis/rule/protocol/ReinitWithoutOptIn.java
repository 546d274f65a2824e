package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// REINIT came to a VMM that had not opted in to it. A warning, since it rests on a call that was not seen.
public final class ReinitWithoutOptIn implements Rule {

    private static final Advice ADVICE = new Advice(
                    "reinit-without-opt-in",
                    "A VMM that has not opted in by VFIO_DEVICE_FEATURE_MIG_PRECOPY_INFOv2 does not know"
                            + " the flag; kernels give it back its own flags. Here it had passed none.",
                    "Driver or server: set the flag only after the opt-in.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 7.1",
                    "Flags that the caller passed in itself and gets back.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!trace.seesAll()) {
                continue;
            }
            for (FirstOfDevice<OddPrecopyInfo> found : FirstOfDevice.of(
                    trace.facts().of(OddPrecopyInfo.class),
                    fact -> fact.oddity() == OddPrecopyInfo.Oddity.REINIT_WITHOUT_OPT_IN,
                    fact -> fact.query().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().query().header().device(),
                        found.fact().query().header().seq(),
                        Finding.Severity.WARNING,
                        "REINIT came though the VMM had passed no flags and never opted in to it" + found.others()));
            }
        }
        return findings;
    }
}
