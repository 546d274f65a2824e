package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The source waits for a switchover-ack that cannot come, since a device's initial data is never read.
public final class SwitchoverAckMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "switchover-ack-missing",
                    "With the capability switchover-ack the source switches over when the destination has"
                            + " loaded the initial data of every device. Up to 8.2 QEMU asks one handler after"
                            + " another and begins again at the first as long as that has more, so that guest"
                            + " memory that never runs dry keeps the devices from their turn.",
                    "Use QEMU 9.0 or later at the source; until then switch switchover-ack off, or raise the"
                            + " bandwidth so that guest memory runs dry.",
                    "QEMU commit 4e1871c450",
                    "QEMU 8.1",
                    "A release that has the fix or is not shown; a device of which anything was read; a trace"
                            + " that does not show the capability, or no guest memory that was sent.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            List<SavedDevice> starved = SavedDevice.of(migration).stream()
                    .filter(device -> unread(device).isPresent())
                    .toList();
            if (!starved.isEmpty()) {
                findings.add(finding(starved.getFirst(), starved.size() - 1));
            }
        }
        return findings;
    }

    /// The initial data that was announced and never read.
    private static Optional<EstimatePoint> unread(SavedDevice device) {
        if (!NeverSwitched.on(device)
                || !device.vmmRelease().orElse("").matches("8\\.[12](\\..*)?")
                || !device.readsAreKnown()
                || device.history().preCopy().calls() > 0
                || device.history().temporaryEnds() > 0
                || !isOn(device)
                || !memoryWasSent(device)) {
            return Optional.empty();
        }
        return device.history().preCopyPoints().stream()
                .filter(point -> point.initialBytes().orElse(0) > 0)
                .findFirst();
    }

    private static Finding finding(SavedDevice device, int others) {
        EstimatePoint first = unread(device).orElseThrow();
        return ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        first.seq(),
                        Finding.Severity.WARNING,
                        "initial_bytes of " + Figures.bytes(first.initialBytes().orElse(0))
                                + " were never read in all of pre-copy, so no switchover-ack could come"
                                + (others == 0 ? "" : "; it is the same with " + others + " more"))
                .at(Report.Side.SOURCE);
    }

    private static boolean isOn(SavedDevice device) {
        return device.source().trace().facts().of(SwitchoverAckOn.class).first().stream()
                .anyMatch(fact -> within(device, fact.process(), fact.seq()));
    }

    private static boolean memoryWasSent(SavedDevice device) {
        return device.source().trace().facts().of(GuestMemorySent.class).first().stream()
                .anyMatch(fact -> within(device, fact.process(), fact.seq()));
    }

    private static boolean within(SavedDevice device, int process, long seq) {
        return process == device.source().process() && device.source().holds(seq);
    }
}
