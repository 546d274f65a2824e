package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Devices that can do peer-to-peer DMA were stopped one by one, without a round through their P2P state first.
public final class P2pRoundMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "p2p-round-missing",
                    "All devices that can do peer-to-peer DMA must be in a P2P state before the"
                            + " first is stopped. This device was stopped while another was still running.",
                    "Update QEMU to 8.2 or later, which requests PRE_COPY_P2P or RUNNING_P2P of all"
                            + " devices first.",
                    "include/uapi/linux/vfio.h, RUNNING_P2P and VFIO_MIGRATION_P2P",
                    "Linux 5.18",
                    "One device alone, or devices without the P2P flag. Devices that were all in"
                            + " their P2P state when the first was stopped.")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE);

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
                            "QEMU stopped the device while another that can reach it by DMA was running")));
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
