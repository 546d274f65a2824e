package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The destination's device took a part of the state and then had no room.
public final class DestinationTooSmall implements Rule {

    private static final Advice ADVICE = new Advice(
                    "destination-too-small",
                    "The writes went well for a while and then failed for lack of memory: the state is "
                            + "larger than the destination's device can hold, as between boards of different size.",
                    "The operator compares the two boards and their profiles (80 and 94 GB are not alike) "
                            + "and migrates to one that is as large.",
                    "include/uapi/linux/vfio.h, data_fd in RESUMING: ENOMEM; NVIDIA AI Enterprise " + "documentation",
                    "Linux 5.18",
                    "ENOMEM at the very first write: there the host had no memory, or the driver takes no "
                            + "record of that size.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            RefusedWrites.of(migration, Set.of(Errno.ENOMEM, Errno.ENOSPC)).stream()
                    .filter(refused -> refused.failed().movedBytes() > 0)
                    .map(refused -> refused.finding(
                            ADVICE,
                            "the destination's device took "
                                    + Figures.bytes(refused.failed().movedBytes())
                                    + " of the state and then had no room: "
                                    + refused.failed().result().text()))
                    .forEach(findings::add);
        }
        return findings;
    }
}
