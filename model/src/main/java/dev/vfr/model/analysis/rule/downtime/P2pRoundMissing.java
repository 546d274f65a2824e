package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Devices that can do peer-to-peer DMA were stopped one by one, without a round through their P2P state first.
public final class P2pRoundMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "p2p-round-missing",
                    "A device in STOP must not be reached by another's DMA. Where several devices can do peer-to-peer DMA, all have"
                            + " to be in a P2P state, in which they start no more of it, before the first is stopped. Here a device"
                            + " was asked for a stopped state while another was still running and had not been in one.",
                    "The VMM has to ask all devices for PRE_COPY_P2P or RUNNING_P2P first, and only then the first for STOP_COPY;"
                            + " QEMU does since 8.2.",
                    "include/uapi/linux/vfio.h, RUNNING_P2P and VFIO_MIGRATION_P2P",
                    "Linux 5.18",
                    "One device alone. Devices that were all in their P2P state when the first was stopped. Devices without the"
                            + " flag.")
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
            Sides.Side source = migration.sides().source();
            if (source == null) {
                continue;
            }
            List<DeviceLeg> able = source.leg().devices.values().stream()
                    .filter(part -> part.left != null && part.stopCopy != null && offersP2p(source, part))
                    .toList();
            able.stream()
                    .filter(part -> able.stream().anyMatch(other -> stillRan(other, part)))
                    .min(Comparator.comparingLong(
                            part -> Objects.requireNonNull(part.left).seq()))
                    .ifPresent(part -> findings.add(ADVICE.on(
                            source.scan(),
                            part.device,
                            Objects.requireNonNull(part.left).seq(),
                            Finding.Severity.WARNING,
                            "the device was stopped while another that can reach it by DMA still ran")));
        }
        return findings;
    }

    private static boolean offersP2p(Sides.Side side, DeviceLeg part) {
        return side.scan()
                .state
                .device(part.device)
                .flatMap(device -> device.flags().answered())
                .filter(MigrationFlags::hasP2p)
                .isPresent();
    }

    /// The one went from its running state into STOP_COPY in one request before the other had left its own.
    private static boolean stillRan(DeviceLeg other, DeviceLeg part) {
        Call stopped = Objects.requireNonNull(part.stopCopy);
        Call otherLeft = Objects.requireNonNull(other.left);
        return other.device != part.device && otherLeft.seq() > stopped.seq();
    }
}
