package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;

/// Device state waited in the destination's memory, since it came faster than the device took it.
public final class QueueGrewAtDestination implements Rule {

    private static final long BYTES_MIN = 64 << 20;

    private static final Advice ADVICE = new Advice(
                    "queue-grew-at-destination",
                    "QEMU keeps device state from multifd channels in memory until the device takes"
                            + " it. With a slow device that can be all of its state.",
                    "Set x-migration-max-queued-buffers-size of the device (QEMU 10.1 or later), or"
                            + " keep that much memory free on the destination host.",
                    "QEMU commit 300dcf58b7",
                    "QEMU 10.0",
                    "Buffers that wait for an earlier one, and less than 64 MiB. A trace without" + " their sizes.")
            .titled("device state queued in the destination's memory")
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
                                    Sentence.of("about {queuedBytes} of device state waited in memory for the device"
                                                    + " ({waitingBuffers} of {buffers} buffers)")
                                            .bytes("queuedBytes", bytes)
                                            .count("waitingBuffers", waiting.buffersMax())
                                            .count("buffers", waiting.buffers()))
                            .at(Report.Side.DESTINATION));
                }
            }
        }
        return findings;
    }
}
