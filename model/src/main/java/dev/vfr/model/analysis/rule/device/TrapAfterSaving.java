package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pairing.LateTrap;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A region was trapped after the device had entered PRE_COPY.
public final class TrapAfterSaving implements Rule {

    private static final Advice ADVICE = new Advice(
                    "trap-after-saving",
                    "From PRE_COPY on, the driver must see every guest write to its registers. It missed the writes"
                            + " while the region stayed mapped, so they are missing at the destination.",
                    "Change the driver or the VMM to trap the region before the request for PRE_COPY returns.",
                    "qemu-devel, December 2019: dynamic trap of BAR regions, and its review",
                    "",
                    "A cancelled migration. A region that is unmapped before the request for PRE_COPY returns, or that"
                            + " no driver wants trapped.")
            .by(Responsible.DRIVER)
            .titled("driver missed guest writes during pre-copy");

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
                        FirstOfDevice.counted(sentence(found.fact()), found.more())));
            }
        }
        return findings;
    }

    private static Sentence sentence(LateTrap trap) {
        OptionalLong window = trap.windowNs();
        Sentence sentence = Sentence.of("the region stayed mapped" + (window.isPresent() ? " for {windowNs}" : "")
                + " after the device entered PRE_COPY; the driver missed "
                + (trap.guestWrites() ? "the guest's writes" : "any guest writes") + " to it");
        return window.isPresent() ? sentence.time("windowNs", window.getAsLong()) : sentence;
    }

    /// The guest runs on with the device that it has written to: nothing is missing.
    private static boolean wasCancelled(CaseFile file, ScannedTrace trace, LateTrap trap) {
        EventHeader header = trap.unmapped().header();
        return file.migrationAt(trace, header.process(), header.seq())
                .filter(migration -> migration.outcome() == Report.Outcome.CANCELLED)
                .isPresent();
    }
}
