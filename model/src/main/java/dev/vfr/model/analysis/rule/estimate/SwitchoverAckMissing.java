package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The source waits for a switchover-ack that cannot come, since a device's initial data is never read.
public final class SwitchoverAckMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "switchover-ack-missing",
                    "With switchover-ack the source waits until the destination has loaded each"
                            + " device's initial data. Up to QEMU 8.2 guest memory that never drains keeps"
                            + " devices unread.",
                    "Use QEMU 9.0 or later at the source, or switch the capability switchover-ack"
                            + " off (migrate-set-capabilities).",
                    "QEMU commit 4e1871c450",
                    "QEMU 8.1",
                    "A release with the fix, or an unknown one. A device of which anything was" + " read.")
            .titled("the device's initial data was never read")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE);

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
                        Sentence.of(
                                        "QEMU never read the {initialBytes} of initial data, so no switchover-ack could come"
                                                + (others == 0 ? "" : " (and the same of {moreDevices} more)"))
                                .bytes("initialBytes", first.initialBytes().orElse(0))
                                .count("moreDevices", others))
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
