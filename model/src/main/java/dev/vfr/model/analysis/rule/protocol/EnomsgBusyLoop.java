package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// A VMM reads on and on where the driver has said that there is nothing for now.
public final class EnomsgBusyLoop implements Rule {

    private static final Advice ADVICE = new Advice(
                    "enomsg-busy-loop",
                    "ENOMSG in PRE_COPY says that there is no data for now. A VMM that reads again at once, and"
                            + " neither polls, asks for the estimates nor moves on, takes a core from the guest and"
                            + " keeps the driver's lock busy.",
                    "VMM: after ENOMSG wait by poll(), or ask VFIO_MIG_GET_PRECOPY_INFO in the next round, or go"
                            + " on to STOP_COPY.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_PRE_COPY: data_fd, ENOMSG",
                    "Linux 6.2",
                    "One read in each round of a loop that sends memory, reads other devices, sleeps or asks for"
                            + " the estimates in between: a row ends at each of these and at a pause of 100 µs.")
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
            for (FirstOfDevice<EmptyReads> found :
                    FirstOfDevice.of(trace.facts().of(EmptyReads.class), _ -> true, row -> row.first())) {
                EmptyReads row = found.fact();
                findings.add(ADVICE.on(
                        trace,
                        row.first().device(),
                        row.first().seq(),
                        Finding.Severity.WARNING,
                        row.reads() + " reads in a row gave ENOMSG within " + Figures.time(row.ns())
                                + ", with no poll and no query in between" + found.others()));
            }
        }
        return findings;
    }
}
