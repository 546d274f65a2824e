package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
            MigrationSide source = migration.sides().source();
            if (source == null) {
                continue;
            }
            List<DeviceSide> able = source.devices().stream()
                    .filter(device ->
                            device.left().isPresent() && device.stopCopy().isPresent() && offersP2p(source, device))
                    .toList();
            able.stream()
                    .filter(device -> able.stream().anyMatch(other -> stillRan(other, device)))
                    .min(Comparator.comparingLong(
                            device -> device.left().orElseThrow().seq()))
                    .ifPresent(device -> findings.add(ADVICE.on(
                            source.trace(),
                            device.number(),
                            device.left().orElseThrow().seq(),
                            Finding.Severity.WARNING,
                            "the device was stopped while another that can reach it by DMA still ran")));
        }
        return findings;
    }

    private static boolean offersP2p(MigrationSide side, DeviceSide device) {
        return side.trace()
                .state()
                .device(device.number())
                .flatMap(track -> track.flags().answered())
                .filter(MigrationFlags::hasP2p)
                .isPresent();
    }

    /// The one went from its running state into STOP_COPY in one request before the other had left its own.
    private static boolean stillRan(DeviceSide other, DeviceSide device) {
        CallTime stopped = device.stopCopy().orElseThrow();
        CallTime otherLeft = other.left().orElseThrow();
        return other.number() != device.number() && otherLeft.seq() > stopped.seq();
    }
}
