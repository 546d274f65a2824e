package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// What the migration stream was written to is full.
public final class NoSpaceLeft implements Rule {

    private static final Advice ADVICE = new Advice(
                    "no-space-left",
                    "The stream could not be written any further: the file system that it goes to has no room."
                            + " The device has no part in that.",
                    "Operator: make room, or send the stream elsewhere; then migrate again.",
                    "write(2): ENOSPC, EDQUOT; QEMU migration/qemu-file.c",
                    "QEMU 8.0",
                    "A connection that broke.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofFailed(file, NoSpaceLeft::holds).stream()
                .map(heard -> heard.finding(ADVICE, heard.device(), "there was no room for the migration stream"))
                .toList();
    }

    private static boolean holds(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }
}
