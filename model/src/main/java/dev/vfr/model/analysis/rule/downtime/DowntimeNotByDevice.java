package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Diagnosis.Excluded;
import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The downtime is long, and the devices have little part in it.
public final class DowntimeNotByDevice implements Rule {

    /// Devices that took more than this part of the downtime are not excluded.
    private static final int SMALL_PARTS = 5;

    private static final Advice ADVICE = new Advice(
                    "downtime-not-by-device",
                    "The calls of all VFIO devices at both sides took a small part of the downtime."
                            + " The rest is guest memory, other devices' handlers or the wait for bandwidth.",
                    "Set avail-switchover-bandwidth (migrate-set-parameters) to the real bandwidth,"
                            + " then reduce what the guest dirties before the switchover.",
                    "QEMU: downtime-limit is compared with what is left divided by the bandwidth"
                            + " that it believes in",
                    "",
                    "A downtime in which the duration of a call is unknown.")
            .titled("the devices took little of the downtime")
            .by(Responsible.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.ofCompleted(file)) {
            List<DeviceShares.Taken> all = DeviceShares.of(over.migration().sides());
            long own = 0;
            long sending = 0;
            boolean shown = !all.isEmpty();
            for (DeviceShares.Taken taken : all) {
                DeviceShare share = taken.share();
                shown &= share.stopNs().isPresent() && share.readNs().isPresent();
                shown &= share.writeNs().isPresent() && share.resumeNs().isPresent();
                own += share.ownNs() + leaving(over, taken.source());
                sending += share.betweenReadsNs().orElse(0);
            }
            if (shown && (own + sending) * SMALL_PARTS <= over.atLeastNs()) {
                findings.add(file.onMigration(
                                ADVICE,
                                over.migration(),
                                Finding.Severity.INFO,
                                handlers(
                                        over,
                                        over.with(Sentence.of(
                                                        "all calls of VFIO devices took {devicesNs} of the downtime"
                                                                + " ({downtime})"))
                                                .time("devicesNs", own)))
                        .because(new Finding.Reasons(
                                Optional.empty(),
                                List.of(new Excluded(
                                        "slow devices",
                                        "all their calls took " + Figures.time(own) + " of the downtime of "
                                                + over.downtime())),
                                List.of())));
            }
        }
        return findings;
    }

    private static long leaving(OverLimit over, DeviceSide device) {
        CallTime gone = device.leftStopCopy().orElse(null);
        return gone != null && Downtime.leftStopCopyWithin(over.source(), device)
                ? gone.returnedNs() - gone.calledNs()
                : 0;
    }

    private static Sentence handlers(OverLimit over, Sentence sentence) {
        OptionalLong others = over.source().vmm().handlers().othersNs();
        return others.isEmpty()
                ? sentence
                : new Sentence(sentence.template() + "; other handlers took {othersNs} at the source", sentence.facts())
                        .time("othersNs", others.getAsLong());
    }
}
