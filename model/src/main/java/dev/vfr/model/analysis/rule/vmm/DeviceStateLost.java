package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.analysis.pass.ScannedTrace;
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

/// The destination's device rejected the state that was written to it. The state is lost, whatever the VMMs report.
public final class DeviceStateLost implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-state-lost",
                    "The device accepts or rejects the written state when it leaves RESUMING. It"
                            + " rejected the state and was reset or is in ERROR, while QEMU may report"
                            + " completed.",
                    "Reset or restart the device in the guest.",
                    "include/uapi/linux/vfio.h, RESUMING -> STOP",
                    "",
                    "A refusal before the destination's device was given any state.")
            .titled("the device lost its state")
            .by(Responsible.DRIVER)
            .as(Bearing.LOSS);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (MigrationSide side : trace.sides()) {
                side.saidStateLost()
                        .filter(message -> side.devices().stream().noneMatch(DeviceSide::lostState))
                        .map(message -> ADVICE.on(
                                        trace,
                                        message.seq(),
                                        Finding.Severity.ERROR,
                                        "the device rejected its state when the VM was started")
                                .at(Report.Side.DESTINATION))
                        .ifPresent(findings::add);
                for (DeviceSide device : side.devices()) {
                    Refusal refusal = device.refusal().orElse(null);
                    if (refusal != null && refusal.losesState()) {
                        findings.add(ADVICE.on(
                                        trace, device.number(), refusal.seq(), Finding.Severity.ERROR, refused(refusal))
                                .at(Report.Side.DESTINATION));
                    }
                }
            }
        }
        return findings;
    }

    private static Sentence refused(Refusal refusal) {
        Sentence sentence = refusal.observed()
                ? Sentence.of("the device rejected its state: SET {requested} from {from} failed with {errno}")
                        .text("errno", refusal.result().text())
                : Sentence.of("the device stayed in {from} when QEMU started the VM and requested {requested}");
        return sentence.state("requested", refusal.requested())
                .text("from", refusal.from().map(Enum::name).orElse("an unknown state"));
    }
}
