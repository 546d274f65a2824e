package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
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
            MigrationSide source = migration.sides().source();
            if (source != null && showsAllData(source.trace())) {
                told(source).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /// What was read is there as a whole, and once.
    private static boolean showsAllData(ScannedTrace trace) {
        return trace.isIntact()
                && trace.losses().count() == 0
                && trace.seesAll() != trace.has(CaptureSource.QEMU_LOG)
                && !trace.has(CaptureSource.QEMU_STREAM);
    }

    private static Optional<Finding> told(MigrationSide side) {
        MigrationQueried answer = side.answer().orElse(null);
        if (answer == null
                || !answer.status().equals(Optional.of("completed"))
                || answer.vfioTransferredBytes().isEmpty()
                || side.vmm().transport().channels()
                || !isCounted(side)) {
            return Optional.empty();
        }
        long said = answer.vfioTransferredBytes().getAsLong();
        long read = bytes(side);
        long earlier = 0;
        for (MigrationSide other : side.trace().sides()) {
            if (other.process() == side.process() && other.startSeq() < side.startSeq() && other.isSource()) {
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
                        side.trace(),
                        EventHeader.NONE,
                        answer.header().seq(),
                        Finding.Severity.WARNING,
                        "the VMM says that it sent " + said + " bytes of device data, and read " + read + why)
                .at(Report.Side.SOURCE));
    }

    private static boolean isCounted(MigrationSide side) {
        return side.devices().stream().noneMatch(device -> device.unsized());
    }

    private static long bytes(MigrationSide side) {
        return side.devices().stream().mapToLong(device -> device.bytes()).sum();
    }
}
