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

/// A new data_fd came within a session that had one.
public final class SecondDataFd implements Rule {

    private static final Advice ADVICE = new Advice(
                    "second-data-fd",
                    "PRE_COPY, PRE_COPY_P2P and STOP_COPY are one session with one data_fd. A VMM that"
                            + " gets another cannot know which of them has the state; QEMU gives the migration up"
                            + " (\"data_fd out of sync\").",
                    "Driver: return no file from arcs inside the saving group.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: the arcs of the saving group",
                    "Linux 6.2",
                    "A data_fd that comes with the entry into the saving group or into RESUMING.")
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
                            && fact.from().isSaving()
                            && fact.set()
                                    .requested()
                                    .filter(DeviceState::isSaving)
                                    .isPresent(),
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.ERROR,
                        "a data_fd came with the way from " + found.fact().from() + " to "
                                + found.fact().set().requested().orElseThrow() + ", inside a session that had one"
                                + found.others()));
            }
        }
        return findings;
    }
}
