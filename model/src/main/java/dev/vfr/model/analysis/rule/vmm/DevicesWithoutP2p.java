package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// Several devices were to be migrated together, and one of them does not offer P2P.
public final class DevicesWithoutP2p implements Rule {

    private static final Advice ADVICE = new Advice(
                    "devices-without-p2p",
                    "Devices that may write into each other have to stop that first, all of them, before one "
                            + "stops altogether: that is what RUNNING_P2P is for. QEMU migrates several devices only "
                            + "if all of them offer it.",
                    "The operator unplugs all devices but one of those without P2P, or takes drivers that "
                            + "offer it.",
                    "QEMU commit 29d81b71aa; include/uapi/linux/vfio.h, VFIO_MIGRATION_P2P",
                    "QEMU 8.2",
                    "One device without P2P alone, which is migrated without it.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(file, text -> text.contains("only if all of them support P2P")).stream()
                .map(heard -> heard.finding(
                        ADVICE,
                        withoutP2p(heard.side()),
                        "the VMM refused to migrate, because several devices are migrated together only if all of them"
                                + " offer P2P"))
                .toList();
    }

    /// The one that is to blame, where the driver's answer is shown.
    private static int withoutP2p(MigrationSide side) {
        return side.trace().state().devices().stream()
                .filter(device -> device.process() == side.process())
                .filter(device -> device.flags()
                        .answered()
                        .filter(flags -> !flags.hasP2p())
                        .isPresent())
                .map(DeviceTrack::number)
                .findFirst()
                .orElse(EventHeader.NONE);
    }
}
