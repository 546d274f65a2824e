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

/// A poll said that there is data, and there was none.
public final class PollContradicted implements Rule {

    private static final Advice ADVICE = new Advice(
                    "poll-contradicted",
                    "poll() said that the data_fd can be read, and the read that followed found nothing. A VMM"
                            + " that waits by poll() spins instead.",
                    "Check the driver's poll(): it has to wait at the temporary end.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: data_fd, ENOMSG",
                    "Linux 6.2",
                    "A driver without poll(), which the kernel says is readable and writable for ever; a poll"
                            + " that did not ask for POLLOUT, whose answer does not tell the two apart; a request"
                            + " between poll and read.")
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
            for (FirstOfDevice<EmptyPoll> found :
                    FirstOfDevice.of(trace.facts().of(EmptyPoll.class), _ -> true, fact -> fact.read())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().read().device(),
                        found.fact().read().seq(),
                        Finding.Severity.WARNING,
                        "the read found nothing, though poll had just said that there is data" + found.others()));
            }
        }
        return findings;
    }
}
