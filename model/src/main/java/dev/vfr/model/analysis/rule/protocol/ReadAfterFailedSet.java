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

/// A data_fd was used after the request that had ended its session.
public final class ReadAfterFailedSet implements Rule {

    private static final Advice ADVICE = new Advice(
                    "read-after-failed-set",
                    "A request that fails may leave the device in ERROR, and the reset after it ends the"
                            + " session for sure. The data_fd is dead then, and only ENODEV comes of it.",
                    "VMM: close the data_fd after a request for a state that failed.",
                    "include/uapi/linux/vfio.h, data_fd; review of rust-vmm/vfio pull request 140",
                    "Linux 5.18",
                    "Reads that succeed after a request which failed and left the device where it was.")
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
                    fact -> fact.reason() == DeadDataFd.Reason.REQUEST_FAILED,
                    fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.WARNING,
                        "the data_fd was " + (found.fact().read() ? "read" : "written") + " after the request at event "
                                + found.fact().by() + " that had ended its session, which gives ENODEV"
                                + found.others()));
            }
        }
        return findings;
    }
}
