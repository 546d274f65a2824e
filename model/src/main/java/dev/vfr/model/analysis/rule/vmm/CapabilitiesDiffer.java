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
import java.util.Map;
import java.util.Optional;

/// A capability that both sides have to agree on is on at one side only, and the migration did not complete.
final class CapabilitiesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "capability-set-at-one-side",
                    "Some capabilities change the stream or the number of connections. With one of them on at one side"
                            + " only, a side waits for what never comes or rejects what comes.",
                    "Set the capability at both QEMUs before the migration (migrate-set-capabilities).",
                    "QEMU qapi/migration.json, MigrationCapability; migration/options.c",
                    "QEMU 4.0",
                    "A capability that one side alone may have. A migration that completed.")
            .by(Responsible.OPERATOR)
            .titled("a capability is on at one side only");

    /// Those that both sides have to have, by QEMU's names.
    private static final List<String> OF_BOTH = List.of(
            "multifd",
            "mapped-ram",
            "switchover-ack",
            "postcopy-preempt",
            "rdma-pin-all",
            "x-colo",
            "compress",
            "xbzrle");

    /// The command that ends QMP's negotiation: no other is accepted before it.
    private static final String FIRST_COMMAND = "qmp_capabilities";

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            if (migration.outcome() != Report.Outcome.COMPLETED) {
                judge(migration).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> judge(MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        MigrationSide destination = migration.sides().destination();
        if (source == null || destination == null) {
            return Optional.empty();
        }
        for (String name : OF_BOTH) {
            Optional<Boolean> sent = isOn(source, name);
            Optional<Boolean> taken = isOn(destination, name);
            if (sent.isPresent() && taken.isPresent() && !sent.equals(taken)) {
                return Optional.of(finding(name, sent.get() ? source : destination, destination));
            }
        }
        return Optional.empty();
    }

    /// Whether a side has the capability; empty if unknown. One that is not named is off, as QEMU starts, if the trace
    /// shows what was set: other capabilities, or QMP from the greeting on, and nothing is missing from it.
    private static Optional<Boolean> isOn(MigrationSide side, String name) {
        Map<String, Boolean> shown = side.vmm().settings().capabilities();
        boolean whole =
                side.trace().losses().reports() == 0 && side.trace().gaps().reports() == 0;
        boolean fromStart = !shown.isEmpty() || side.vmm().commands().contains(FIRST_COMMAND);
        return Optional.ofNullable(shown.get(name))
                .or(() -> whole && fromStart ? Optional.of(false) : Optional.empty());
    }

    private static Finding finding(String name, MigrationSide on, MigrationSide destination) {
        return ADVICE.on(
                        destination.trace(),
                        destination.startSeq(),
                        Finding.Severity.ERROR,
                        Sentence.of("{capability} is on at the {side} only")
                                .text("capability", name)
                                .text("side", on.word()))
                .at(Report.Side.DESTINATION)
                .titled(name + " is on at the " + on.word() + " only");
    }
}
