package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// Device state waited in the destination's memory, since it came faster than the device took it.
public final class QueueGrewAtDestination implements Rule {

    private static final long BYTES_MIN = 64 << 20;

    private static final Advice ADVICE = new Advice(
                    "queue-grew-at-destination",
                    "Device state that comes through multifd channels is kept in memory until the device takes it."
                            + " A slow device makes that grow up to all of its state, beside the guest's memory.",
                    "Set x-migration-max-queued-buffers-size (QEMU 10.1 or later), or leave the destination's host the"
                            + " memory for it.",
                    "QEMU commit 300dcf58b7",
                    "QEMU 10.0",
                    "Buffers that wait because an earlier one is on its way; less than 64 MiB; a trace that does not"
                            + " show their sizes.")
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
            MigrationSide side = migration.sides().destination();
            if (side == null) {
                continue;
            }
            for (WaitingBuffers waiting :
                    side.trace().facts().of(WaitingBuffers.class).first()) {
                DeviceSide device = side.device(waiting.device()).orElse(null);
                if (device == null || waiting.process() != side.process() || waiting.buffers() == 0) {
                    continue;
                }
                long bytes = (long) ((double) device.bytes() / waiting.buffers() * waiting.buffersMax());
                if (bytes >= BYTES_MIN) {
                    findings.add(ADVICE.on(
                                    side.trace(),
                                    waiting.device(),
                                    waiting.seq(),
                                    Finding.Severity.WARNING,
                                    "about " + Figures.bytes(bytes) + " of device state waited in memory for the device"
                                            + " (" + waiting.buffersMax() + " of " + waiting.buffers() + " buffers)")
                            .at(Report.Side.DESTINATION));
                }
            }
        }
        return findings;
    }
}
