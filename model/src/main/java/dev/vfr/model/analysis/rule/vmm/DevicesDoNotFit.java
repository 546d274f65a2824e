package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.report.Fact;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The VMM has sent guest memory but for what fits into the downtime limit, and begins pass after pass all the same:
/// what is
/// left of its devices does not fit. It shows in the VMM's answers alone, where nothing shows the devices.
final class DevicesDoNotFit implements Rule {

    private static final Advice ADVICE = new Advice(
                    "devices-do-not-fit",
                    "QEMU switches over when what remains of guest memory and of devices fits into the downtime limit at its"
                            + " bandwidth. Guest memory fitted, pass after pass, so the rest is that of the devices, or an"
                            + " acknowledgement of the destination was missing (switchover-ack).",
                    "Raise downtime-limit or max-bandwidth; vfr record or QEMU's trace log of vfio_* shows how much each"
                            + " device has left.",
                    "QEMU migration/migration.c, migration_iteration_run",
                    "",
                    "A migration that switched over, or of which too much guest memory was left.")
            .by(Responsible.OPERATOR)
            .titled("what the devices have left does not fit the downtime limit");

    /// One pass more may be that of a VMM that is about to switch over.
    private static final long FEW_PASSES = 3;

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            boolean open =
                    migration.outcome() == Report.Outcome.CANCELLED || migration.outcome() == Report.Outcome.INCOMPLETE;
            if (open) {
                migration
                        .sides()
                        .sourceSide()
                        .filter(DevicesDoNotFit::showsNoDevice)
                        .flatMap(DevicesDoNotFit::judge)
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static boolean showsNoDevice(MigrationSide side) {
        return side.devices().stream().allMatch(device -> device.lastState().isEmpty());
    }

    private static Optional<Finding> judge(MigrationSide side) {
        long passes = side.vmm().passesWithLittleLeft();
        Optional<MigrationProgressQueried> progress = side.vmm().progress();
        if (passes < FEW_PASSES || progress.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong bandwidth = side.vmm().settings().number("max-bandwidth");
        Sentence sentence = Sentence.of("guest memory was sent ({remaining} left), but QEMU began {passes} more passes"
                        + " and did not switch over: what the devices have left does not fit into the downtime limit of"
                        + " {limit}" + (bandwidth.isPresent() ? "; max-bandwidth is {maxBandwidth}/s" : ""))
                .bytes("remaining", progress.get().ramRemainingBytes().orElse(0))
                .with("passes", new Fact.Count(passes))
                .time("limit", side.downtimeLimitNs())
                .bytes("maxBandwidth", bandwidth.orElse(0));
        Finding found = ADVICE.on(side.trace(), progress.get().header().seq(), Finding.Severity.WARNING, sentence);
        return Optional.of(found.at(Report.Side.SOURCE));
    }
}
