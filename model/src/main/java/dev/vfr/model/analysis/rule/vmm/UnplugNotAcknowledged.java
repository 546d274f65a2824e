package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The guest was asked to release a device before the migration, and never did.
final class UnplugNotAcknowledged implements Rule {

    private static final Advice ADVICE = new Advice(
                    "unplug-not-acknowledged",
                    "A device that is unplugged before the migration is gone only when the guest releases it. The"
                            + " guest did not, so the source still has the device or waits for it.",
                    "Wait for DEVICE_DELETED before you migrate, and check the hotplug driver in the guest.",
                    "QEMU docs/system/devices/net.rst, failover; QMP device_del, event DEVICE_DELETED",
                    "QEMU 4.2",
                    "A device whose DEVICE_DELETED was seen. A migration without an unplug.")
            .by(Responsible.OPERATOR)
            .titled("the guest never released the device that was to be unplugged");

    /// Messages of a destination that lacks what the source still has.
    private static final Set<String> MISSING =
            Set.of("section-unknown-at-destination", "section-id-unknown", "device-missing-at-destination");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            migration
                    .sides()
                    .sourceSide()
                    .filter(source -> migration.outcome() != Report.Outcome.COMPLETED)
                    .flatMap(source -> judge(migration, source))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> judge(MigrationCase migration, MigrationSide source) {
        Set<String> commands = source.vmm().commands();
        boolean waited = source.hasMomentOf("status-wait-unplug") && !source.hasMomentOf("status-active");
        boolean asked = commands.contains("device_del") && !commands.contains("DEVICE_DELETED");
        if (waited) {
            return Optional.of(finding(
                    migration,
                    source,
                    "QEMU waited for the guest to unplug the failover primary (wait-unplug), and the guest never did"));
        }
        return asked && lacksDevice(migration)
                ? Optional.of(finding(
                        migration,
                        source,
                        "device_del was sent, DEVICE_DELETED never came, and the destination has no such device"))
                : Optional.empty();
    }

    private static boolean lacksDevice(MigrationCase migration) {
        return migration.sides().destinationSide().stream()
                .flatMap(side -> side.said().stream())
                .flatMap(message -> message.row().stream())
                .anyMatch(row -> MISSING.contains(row.id()));
    }

    /// The destination shows the failure where it failed there.
    private static Finding finding(MigrationCase migration, MigrationSide source, String summary) {
        boolean failed = migration.outcome() == Report.Outcome.FAILED;
        MigrationSide shown = failed ? migration.sides().destinationSide().orElse(source) : source;
        long seq = shown.burst().map(burst -> burst.cause().seq()).orElse(shown.startSeq());
        Finding found = ADVICE.on(
                shown.trace(), seq, failed ? Finding.Severity.ERROR : Finding.Severity.WARNING, Sentence.of(summary));
        return shown.role().map(found::at).orElse(found);
    }
}
