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

/// A device was opened and is not RUNNING.
public final class NotRunningAfterOpen implements Rule {

    private static final Advice ADVICE = new Advice(
                    "not-running-after-open",
                    "A device is RUNNING when it is opened. This one still has the state that an earlier"
                            + " client left it in: its driver or server did not notice that the client went away.",
                    "Driver or server: reset the device when a client disconnects. VMM: reset the device after opening it.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the initial state;"
                            + " libvfio-user issue 458",
                    "Linux 5.18",
                    "A device that is open twice.")
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
            for (FirstOfDevice<NotRunningAtRest> found : FirstOfDevice.of(
                    trace.facts().of(NotRunningAtRest.class), fact -> !fact.byReset(), fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.WARNING,
                        "the device is in " + found.fact().state() + " right after it was opened" + found.others()));
            }
        }
        return findings;
    }
}
