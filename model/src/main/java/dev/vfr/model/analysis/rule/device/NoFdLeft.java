package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.protocol.OddRequest;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;

/// The process had no number left for a data_fd.
public final class NoFdLeft implements Rule {

    private static final Advice ADVICE = new Advice(
                    "no-fd-left",
                    "The kernel had walked to the state when it found no free fd for the session, so"
                            + " that the state changed all the same and the session is lost. It is the limit of"
                            + " open files of the VMM's process (EMFILE) or of the host (ENFILE), no fault of the"
                            + " device.",
                    "Operator: raise the limit (ulimit -n, LimitNOFILE, fs.file-max), or look for what"
                            + " leaks fds in the VMM.",
                    "drivers/vfio/vfio_main.c, vfio_ioct_mig_return_fd()",
                    "Linux 5.18",
                    "The same request refused by the driver with another errno.")
            .by(Mover.OPERATOR);

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
                    NoFdLeft::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        RefusedRequests.told(found.fact())
                                + ": there was no fd left for the data_fd, and the state changed all the same"
                                + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return RefusedRequests.failedWith(request, Errno.EMFILE) || RefusedRequests.failedWith(request, Errno.ENFILE);
    }
}
