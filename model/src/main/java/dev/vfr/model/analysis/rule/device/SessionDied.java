package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.protocol.DeadDataFd;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The data_fd died though nobody in the trace had ended its session.
public final class SessionDied implements Rule {

    private static final Advice ADVICE = new Advice(
                    "session-died",
                    "ENODEV says that the session has ended. No request left the states of the session"
                            + " and nobody reset the device by VFIO_DEVICE_RESET, so that it was reset from"
                            + " outside: an error of its bus (AER), a function level reset, or the driver's own"
                            + " recovery. Where every later call gives ENODEV too, the device is gone.",
                    "Operator: look at the kernel log for AER, FLR or a recovery of the driver at that"
                            + " time. VMM: after ENODEV ask the device for its state.",
                    "include/uapi/linux/vfio.h, data_fd; drivers/vfio/pci/pds commit 8512ed256334",
                    "Linux 5.18",
                    "ENODEV after the VMM left the state, reset the device or had a request refused.")
            .by(Mover.OPERATOR);

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
            for (FirstOfDevice<DeadDataFd> found : FirstOfDevice.of(
                    trace.facts().of(DeadDataFd.class),
                    fact -> fact.reason() == DeadDataFd.Reason.NOT_SHOWN,
                    fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        file.severityAt(trace, found.fact().header()),
                        "the " + (found.fact().read() ? "read" : "write")
                                + " of the data_fd failed with ENODEV though nobody had left "
                                + found.fact().state().map(Enum::name).orElse("the state") + " or reset the device"
                                + found.others()));
            }
        }
        return findings;
    }
}
