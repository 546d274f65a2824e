package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The downtime is long, and the devices have little part in it.
public final class DowntimeNotByDevice implements Rule {

    /// A device that took more than this part of the downtime is not told to be innocent.
    private static final int SMALL_PARTS = 5;

    private static final Advice ADVICE = new Advice(
                    "downtime-not-by-device",
                    "The calls of all VFIO devices at both sides together took a small part of the downtime. The rest is the VMM's"
                            + " and the network's: guest memory that was left, other devices' handlers, waiting for bandwidth.",
                    "Do not blame the device. Let the VMM know the real bandwidth (avail-switchover-bandwidth), and lower what the"
                            + " guest dirties before the switchover.",
                    "QEMU: downtime-limit is compared with what is left divided by the bandwidth that it believes in",
                    "",
                    "A downtime of which a call's duration is not shown: nobody can tell then.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.all(file)) {
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
                        "all calls of VFIO devices took " + Figures.time(own) + " of the downtime of " + over.told()
                                + handlers(over)));
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

    private static String handlers(OverLimit over) {
        OptionalLong others = over.source().vmm().handlers().othersNs();
        return others.isPresent() ? "; other handlers took " + Figures.time(others.getAsLong()) + " at the source" : "";
    }
}
