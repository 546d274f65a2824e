package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;

/// A data_fd was read or written in a way that it cannot be.
public final class DataFdMisused implements Rule {

    private static final Advice ADVICE = new Advice(
                    "data-fd-misused",
                    "A saving data_fd can only be read and a resuming one only be written (EBADF), and"
                            + " neither has positions: pread and pwrite give ESPIPE.",
                    "VMM: use read() and write(), each on its own side.",
                    "include/uapi/linux/vfio.h, data_fd",
                    "Linux 5.18",
                    "EBADF of a read or write in a state that fits it: the number was closed.")
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
            for (FirstOfDevice<MisusedDataFd> found : FirstOfDevice.of(
                    trace.facts().of(MisusedDataFd.class), DataFdMisused::holds, fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        Finding.Severity.WARNING,
                        "a " + (found.fact().read() ? "read" : "write") + " of the data_fd"
                                + found.fact()
                                        .state()
                                        .map(state -> " in " + state)
                                        .orElse("") + " failed with "
                                + found.fact().result().text() + found.others()));
            }
        }
        return findings;
    }

    private static boolean holds(MisusedDataFd fact) {
        boolean against = fact.state()
                .filter(state -> fact.read() ? state == DeviceState.RESUMING : state.isSaving())
                .isPresent();
        return fact.result().is(Errno.ESPIPE) || against;
    }
}
