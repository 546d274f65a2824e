package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pairing.LateTrap;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// A region was trapped later than the device was saved.
public final class TrapAfterSaving implements Rule {

    private static final Advice ADVICE = new Advice(
                    "trap-after-saving",
                    "From the entry into PRE_COPY on the driver has to know what the guest writes to its"
                            + " registers. As long as the region stayed mapped it did not: what the guest wrote in"
                            + " between is missing at the destination. A notification cannot be early enough,"
                            + " however light; only the entry into the state itself can.",
                    "Driver and VMM: have the region trapped when the request for PRE_COPY returns.",
                    "qemu-devel, December 2019: dynamic trap of BAR regions, and its review",
                    "",
                    "A migration that was cancelled; a region that is unmapped before the request for PRE_COPY returns; one that stays"
                            + " mapped and that no driver wants trapped.")
            .by(Mover.DRIVER);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<LateTrap> found : FirstOfDevice.of(
                    trace.facts().of(LateTrap.class),
                    fact -> !wasCancelled(file, trace, fact),
                    fact -> fact.unmapped().header())) {
                EventHeader header = found.fact().unmapped().header();
                findings.add(ADVICE.on(
                        trace,
                        header.device(),
                        header.seq(),
                        file.severityAt(trace, header),
                        "the region was still mapped "
                                + (found.fact().windowNs().isPresent()
                                        ? "for "
                                                + Figures.time(
                                                        found.fact().windowNs().getAsLong()) + " "
                                        : "")
                                + "after the device had entered PRE_COPY: the driver missed what the guest wrote in"
                                + " between"
                                + (found.fact().guestWrites() ? "" : ", if it wrote")
                                + found.others()));
            }
        }
        return findings;
    }

    /// The guest goes on with the device that it has written to: nothing is missing anywhere.
    private static boolean wasCancelled(CaseFile file, ScannedTrace trace, LateTrap trap) {
        EventHeader header = trap.unmapped().header();
        return file.migrationAt(trace, header.process(), header.seq())
                .filter(migration -> migration.outcome() == Report.Outcome.CANCELLED)
                .isPresent();
    }
}
