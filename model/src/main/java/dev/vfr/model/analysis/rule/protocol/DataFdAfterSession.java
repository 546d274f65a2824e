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

/// A data_fd was used after the VMM itself had ended its session.
public final class DataFdAfterSession implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-after-session",
                    "A request had taken the device out of the states of the session, which ends it. The"
                            + " data_fd gives ENODEV from then on.",
                    "VMM: read to the end before leaving STOP_COPY, and close the data_fd afterwards.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "A data_fd that is only closed after the state was left.")
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
            if (!trace.seesAll()) {
                continue;
            }
            for (FirstOfDevice<DeadDataFd> found : FirstOfDevice.of(
                    trace.facts().of(DeadDataFd.class),
                    fact -> fact.reason() == DeadDataFd.Reason.STATE_LEFT,
                    fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.WARNING,
                        "the data_fd was " + (found.fact().read() ? "read" : "written") + " in "
                                + found.fact().state().map(Enum::name).orElse("another state")
                                + ", after its session had ended" + found.others()));
            }
        }
        return findings;
    }
}
