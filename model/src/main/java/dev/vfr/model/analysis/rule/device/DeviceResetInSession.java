package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.protocol.DeadDataFd;
import dev.vfr.model.analysis.rule.protocol.ResetInSession;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// The device was reset in the middle of saving.
public final class DeviceResetInSession implements Rule {

    private static final Advice ADVICE = new Advice(
                    "reset-in-session",
                    "A reset puts the device into RUNNING and ends its session: the data_fd is dead,"
                            + " what was read is worth nothing, and the VMM may still believe in the state before.",
                    "VMM: let a reset of the device end the migration, or begin its session anew."
                            + " Operator: see whether the guest, the VMM or a script reset it.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE: the state after"
                            + " VFIO_DEVICE_RESET",
                    "Linux 5.18",
                    "A reset after a request that failed, with which a VMM recovers; a reset in"
                            + " RESUMING, with which a load is given up.")
            .by(Mover.VMM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!trace.seesAll()) {
                continue;
            }
            for (FirstOfDevice<ResetInSession> found : FirstOfDevice.of(
                    trace.facts().of(ResetInSession.class),
                    _ -> true,
                    fact -> fact.reset().header())) {
                EventHeader header = found.fact().reset().header();
                boolean read =
                        trace.facts().of(DeadDataFd.class).first().stream().anyMatch(dead -> dead.by() == header.seq());
                findings.add(ADVICE.on(
                        trace,
                        header.device(),
                        header.seq(),
                        file.severityAt(trace, header),
                        "the device was reset in " + found.fact().in() + ", which ended its session"
                                + (read ? "; the ENODEV that the data_fd gave then is the consequence" : "")
                                + found.others()));
            }
        }
        return findings;
    }
}
