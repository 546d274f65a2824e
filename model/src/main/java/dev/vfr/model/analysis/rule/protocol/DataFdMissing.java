package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A session began without a data_fd.
public final class DataFdMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-missing",
                    "The entry into the saving group and into RESUMING gives the data_fd of the new"
                            + " session. Without one there is nothing to read or write.",
                    "Driver or server: return the session's file.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, data_fd",
                    "Linux 5.18",
                    "The way from PRE_COPY to STOP_COPY, which keeps the data_fd; a source that shows no"
                            + " numbers of fds.")
            .by(Mover.DRIVER);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!trace.seesAll() || trace.has(CaptureSource.QEMU_LOG)) {
                continue;
            }
            for (FirstOfDevice<UnexpectedDataFd> found : FirstOfDevice.of(
                    trace.facts().of(UnexpectedDataFd.class),
                    fact -> !fact.came(),
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.ERROR,
                        "no data_fd came with the way from " + found.fact().from() + " to "
                                + found.fact().set().requested().orElseThrow() + found.others()));
            }
        }
        return findings;
    }
}
