package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The guest never loaded a driver for its accelerator.
public final class GuestWithoutVfDriver implements Rule {

    private static final long MATCH_BYTES = 40;
    private static final long IMAGE_BYTES = 176;

    private static final Sentence SENTENCE = Sentence.of(
                    "the device sent {readBytes} of {imageBytes}, as when the guest never loaded its driver")
            .bytes("readBytes", MATCH_BYTES)
            .bytes("imageBytes", IMAGE_BYTES);

    private static final Advice ADVICE = new Advice(
                    "guest-without-vf-driver",
                    "hisi_acc sends 40 bytes that identify the device and 136 bytes of state. The 136 bytes are absent"
                            + " because no guest driver had set up the device.",
                    "Load the device's driver in the guest if the guest is meant to use the device.",
                    "drivers/vfio/pci/hisilicon/hisi_acc_vfio_pci.c: struct acc_vf_data",
                    "Linux 5.18",
                    "A device whose whole image is 40 bytes, or one that sent all 176 bytes.")
            .by(Responsible.OPERATOR)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (MigrationSide side : trace.sides()) {
                if (side.isSource() && Ending.of(side) == Ending.COMPLETED) {
                    side.devices().stream()
                            .filter(device -> matchDataOnly(trace, device))
                            .forEach(device -> findings.add(ADVICE.on(
                                    trace,
                                    device.number(),
                                    device.stopCopy().map(CallTime::seq).orElse(-1L),
                                    Finding.Severity.WARNING,
                                    SENTENCE)));
                }
            }
        }
        return findings;
    }

    private static boolean matchDataOnly(ScannedTrace trace, DeviceSide device) {
        return device.bytes() == MATCH_BYTES
                && device.stopCopy().isPresent()
                && !device.unsized()
                && trace.losses().reports() == 0
                && trace.gaps().reports() == 0
                && trace.estimates(device.number()).stopCopyLength().equals(OptionalLong.of(IMAGE_BYTES));
    }
}
