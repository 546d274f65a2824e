package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The VMM's own figure of the device data it sent is not what was read from the devices.
public final class VmmBytesDiffer implements Rule {

    private static final Advice ADVICE = new Advice(
                    "vmm-bytes-differ",
                    "vfio.transferred of query-migrate is the device data of this migration. Some"
                            + " releases of QEMU also counted an earlier migration.",
                    "Use the bytes of this report, and update QEMU if it counts earlier migrations" + " again.",
                    "QEMU, query-migrate: vfio.transferred; QEMU commit 808642a2f6",
                    "",
                    "A figure above the bytes read that earlier migrations do not explain. Multifd"
                            + " channels also count their headers and the device's config.")
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
            if (source != null && showsAllData(source.trace())) {
                told(source).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /// The trace has all that was read, and once.
    private static boolean showsAllData(ScannedTrace trace) {
        return trace.isIntact()
                && trace.losses().reports() == 0
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
        String again;
        if (said < read) {
            again = "";
        } else if (earlier > 0 && said - earlier == read) {
            again = ": it counts the {earlierBytes} of earlier migrations again";
        } else {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                        side.trace(),
                        EventHeader.NONE,
                        answer.header().seq(),
                        Finding.Severity.WARNING,
                        Sentence.of("QEMU reports {vmmBytes} of sent device data, but read {readBytes}" + again)
                                .bytes("vmmBytes", said)
                                .bytes("readBytes", read)
                                .bytes("earlierBytes", earlier))
                .at(Report.Side.SOURCE));
    }

    private static boolean isCounted(MigrationSide side) {
        return side.devices().stream().noneMatch(device -> device.unsized());
    }

    private static long bytes(MigrationSide side) {
        return side.devices().stream().mapToLong(device -> device.bytes()).sum();
    }
}
