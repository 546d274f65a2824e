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

/// A device was reset and is not RUNNING.
public final class NotRunningAfterReset implements Rule {

    private static final Advice ADVICE = new Advice(
                    "not-running-after-reset",
                    "After VFIO_DEVICE_RESET a device is RUNNING. VMMs rely on it and do not ask."
                            + " libvfio-user keeps the state over a reset since May 2026.",
                    "Server: put the device into RUNNING when it is reset. VMM that drives such a"
                            + " server: ask for the state.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the state after"
                            + " VFIO_DEVICE_RESET; libvfio-user pull request 854",
                    "Linux 5.18",
                    "A request between the reset and the question.")
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
                    trace.facts().of(NotRunningAtRest.class), fact -> fact.byReset(), fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.ERROR,
                        "the device is in " + found.fact().state() + " after it was reset at event "
                                + found.fact().restSeq() + found.others()));
            }
        }
        return findings;
    }
}
