package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.report.Diagnosis.Contradiction;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;

/// What the VMMs report against the outcome that the traces prove.
final class Contradictions {

    private Contradictions() {}

    static List<Contradiction> of(MigrationCase migration) {
        String proven = migration.outcome().word();
        return migration
                .sides()
                .shown()
                .filter(end -> migration.outcome() != Report.Outcome.CANCELLED || end.isSource())
                .filter(end -> contradicts(end.vmm().status().reported(), migration.outcome()))
                .map(end -> new Contradiction(
                        new EventRef(end.trace().name(), end.terminalSeq()),
                        end.role(),
                        "QEMU at the " + end.word() + " reports "
                                + end.vmm().status().reported().orElse(proven)))
                .toList();
    }

    /// A source that is done before its destination fails says `completed`; a cancelled one may say `failed`.
    private static boolean contradicts(Optional<String> said, Report.Outcome outcome) {
        return switch (outcome) {
            case FAILED -> said.equals(Optional.of("completed"));
            case CANCELLED -> said.equals(Optional.of("failed"));
            case COMPLETED, INCOMPLETE, BLOCKED -> false;
        };
    }
}
