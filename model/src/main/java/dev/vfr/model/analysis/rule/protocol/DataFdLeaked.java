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

/// A data_fd was never closed.
public final class DataFdLeaked implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-leaked",
                    "The kernel ends a session, but its fd stays open until the VMM closes it. This one"
                            + " outlived its session and the next one: it is lost in the VMM.",
                    "VMM: close the data_fd of a session before the next is begun.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "A data_fd that is closed late, after the state was left; one that is open at the"
                            + " end of the trace while no other was closed.")
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
            if (!trace.seesAll() || !trace.isIntact()) {
                continue;
            }
            for (FirstOfDevice<LeakedDataFd> found : FirstOfDevice.of(
                    trace.facts().of(LeakedDataFd.class),
                    _ -> true,
                    fact -> fact.opened().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().opened().header().device(),
                        found.fact().opened().header().seq(),
                        Finding.Severity.WARNING,
                        "the data_fd of this session was never closed, though a later one of the device was"
                                + found.others()));
            }
        }
        return findings;
    }
}
