package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The VMM's own figure of the device data it sent is not what was read from the devices.
public final class VmmBytesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "vmm-bytes-differ",
                    "vfio.transferred of query-migrate is the device data of this migration, read from all data_fds. QEMU"
                            + " once did not begin at zero for each migration, so that an earlier one was counted again.",
                    "Believe the bytes that were read. Update QEMU where it counts an earlier migration again.",
                    "QEMU, query-migrate: vfio.transferred; QEMU commit 808642a2f6",
                    "",
                    "A figure above what was read by anything but the earlier migrations of the process: multifd"
                            + " channels count their headers and the device's config too.")
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
            if (source != null && showsAllData(source.scan())) {
                told(source).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /// What was read is there as a whole, and once.
    private static boolean showsAllData(TraceScan scan) {
        return scan.isIntact()
                && scan.losses.count() == 0
                && scan.seesAll() != scan.has(CaptureSource.QEMU_LOG)
                && !scan.has(CaptureSource.QEMU_STREAM);
    }

    private static Optional<Finding> told(Sides.Side source) {
        Leg leg = source.leg();
        MigrationQueried answer = leg.answer;
        if (answer == null
                || !answer.status().equals(Optional.of("completed"))
                || answer.vfioTransferredBytes().isEmpty()
                || leg.throughChannels
                || !isCounted(leg)) {
            return Optional.empty();
        }
        long said = answer.vfioTransferredBytes().getAsLong();
        long read = bytes(leg);
        long earlier = 0;
        for (Leg other : source.scan().legs()) {
            if (other.process == leg.process && other.startSeq < leg.startSeq && other.side == Report.Side.SOURCE) {
                if (!isCounted(other)) {
                    return Optional.empty();
                }
                earlier += bytes(other);
            }
        }
        String why;
        if (said < read) {
            why = "";
        } else if (earlier > 0 && said - earlier == read) {
            why = ": it counts the " + earlier + " bytes of earlier migrations again";
        } else {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                        source.scan(),
                        EventHeader.NONE,
                        answer.header().seq(),
                        Finding.Severity.WARNING,
                        "the VMM says that it sent " + said + " bytes of device data, and read " + read + why)
                .at(Report.Side.SOURCE));
    }

    private static boolean isCounted(Leg leg) {
        return leg.devices.values().stream().noneMatch(device -> device.unsized);
    }

    private static long bytes(Leg leg) {
        return leg.devices.values().stream().mapToLong(device -> device.bytes).sum();
    }
}
