package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;

/// A data_fd came with a state that has none.
public final class DataFdWithoutSession implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-without-session",
                    "Only the entry into the saving group and into RESUMING opens a session. A file from"
                            + " any other arc makes the kernel's core print a warning.",
                    "Driver or server: return no file there.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, data_fd",
                    "Linux 5.18",
                    "A data_fd that comes with PRE_COPY, STOP_COPY or RESUMING.")
            .by(Mover.DRIVER);

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
            for (FirstOfDevice<UnexpectedDataFd> found : FirstOfDevice.of(
                    trace.facts().of(UnexpectedDataFd.class),
                    fact -> fact.came()
                            && !(fact.from().isSaving()
                                    && fact.set()
                                            .requested()
                                            .filter(DeviceState::isSaving)
                                            .isPresent()),
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.ERROR,
                        "a data_fd came with the way from " + found.fact().from() + " to "
                                + found.fact().set().requested().orElseThrow() + ", which opens no session"
                                + found.others()));
            }
        }
        return findings;
    }
}
