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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One device more than the card can migrate at once.
public final class TooManyDevicesAtOnce implements Rule {

    private static final int LIMIT = 4;

    /// No room now.
    private static final Set<Errno> REFUSALS = EnumSet.of(Errno.EAGAIN, Errno.ENOMEM, Errno.EBUSY, Errno.ENOSPC);

    private static final Advice ADVICE = new Advice(
                    "too-many-devices-at-once",
                    "The firmware of a card keeps a fixed amount of room for virtual functions that are"
                            + " migrated at the same time; four of one ConnectX-7. The one that was refused came"
                            + " on top of at least as many.",
                    "Operator: migrate fewer virtual functions of one card at once, or spread them over"
                            + " several cards.",
                    "Red Hat Enterprise Linux 10, documentation of VF live migration: four VFs of a ConnectX-7",
                    "Linux 5.18",
                    "ENOMEM with fewer devices in a session: memory of the host.")
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
                    TooManyDevicesAtOnce::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        file.severityAt(trace, found.fact().set().header()),
                        found.fact().othersInSession() + " devices were in a session when "
                                + RefusedRequests.told(found.fact()) + found.others()));
            }
        }
        return findings;
    }

    /// Whether a request is such a one.
    static boolean holds(OddRequest request) {
        return request.othersInSession() >= LIMIT
                && RefusedRequests.entersSession(request)
                && REFUSALS.stream().anyMatch(request.set().result()::is);
    }
}
