package dev.vfr.model.analysis.rule.message;

import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Guide;
import dev.vfr.model.report.Responsible;
import java.util.List;
import java.util.Set;

/// One row of the table of messages as a rule: it finds the message where it is the first that explains a failure, and
/// outside of migrations wherever it says that something failed or that the VM cannot migrate.
final class MessageRule implements Rule {

    /// Messages with which QEMU reports that a call on a device failed, and not why.
    private static final Set<String> RETELLING = Set.of(
            "set-resuming-failed",
            "set-pre-copy-failed",
            "set-stop-copy-failed",
            "set-state-refused",
            "device-save-failed",
            "device-load-failed",
            "load-handler-failed");

    private final QemuMessage row;
    private final Advice advice;

    MessageRule(QemuMessage row) {
        this.row = row;
        String what = switch (row.role()) {
            case CAUSE -> "QEMU or the layer above it names this reason.";
            case CONSEQUENCE -> "This message follows from a failure elsewhere, which these traces need not show.";
            case BLOCKER -> "The VM cannot be migrated as it is.";
            case ENDED -> "QEMU says that it ended, without a reason.";
            case WARNING -> "The message is harmless.";
        };
        this.advice = new Advice(
                row.id(),
                new Guide(row.summary(), what, row.nextStep(), row.source(), responsible(row.responsible())),
                "",
                "The same message as a warning, and if an earlier message of the process names the reason.",
                bearing(row));
    }

    private static Bearing bearing(QemuMessage row) {
        return switch (row.role()) {
            case CAUSE ->
                RETELLING.contains(row.id())
                        ? Bearing.RETELLING
                        : VmmMessage.isWeak(row) ? Bearing.FALLBACK : Bearing.CAUSE;
            case BLOCKER -> Bearing.CAUSE;
            case CONSEQUENCE, ENDED, WARNING -> Bearing.LAST;
        };
    }

    static Responsible responsible(QemuMessage.Responsible who) {
        return Responsible.valueOf(who.name());
    }

    @Override
    public Advice advice() {
        return advice;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Heard.in(file).stream()
                .filter(heard -> heard.message().row().filter(row::equals).isPresent())
                .map(heard -> heard.finding(advice))
                .toList();
    }

    boolean isBlocker() {
        return row.role() == Role.BLOCKER;
    }
}
