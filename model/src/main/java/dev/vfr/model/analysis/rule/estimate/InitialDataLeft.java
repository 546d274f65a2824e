package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.watch.EstimatePoint;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;

/// The VMM switched over before it had read what the device wanted to send first.
public final class InitialDataLeft implements Rule {

    private static final long BYTES_MIN = 1 << 20;

    private static final Advice ADVICE = new Advice(
                    "initial-data-left",
                    "initial_bytes is what the driver wants loaded at the destination before the"
                            + " device is stopped, since loading it takes long. Left unread it goes over in"
                            + " STOP_COPY, while the guest stands still. That is legal, only slower.",
                    "Switch switchover-ack on, with which QEMU waits until the initial data has" + " been loaded.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info; QEMU, switchover-ack",
                    "Linux 6.2",
                    "A device that had given all of its initial data; less than 1 MiB left; a guest"
                            + " that was already stopped.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, InitialDataLeft::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        Optional<EstimatePoint> last = device.history().lastPreCopy();
        if (last.isEmpty() || device.stopCopyBytes().isEmpty() || last.get().reinit()) {
            return Optional.empty();
        }
        long read = device.history().preCopy().bytes() - last.get().readBytes();
        long left = last.get().initialBytes().orElse(0) - read;
        if (left < BYTES_MIN || !device.history().enteredPreCopy()) {
            return Optional.empty();
        }
        return Optional.of(ADVICE.on(
                device.scan(),
                device.part().device,
                last.get().seq(),
                Finding.Severity.INFO,
                Figures.bytes(left) + " of initial data were not read when the VMM switched over, "
                        + (device.history().preCopy().calls() == 0
                                ? "nor anything else in pre-copy"
                                : "and went over in STOP_COPY")));
    }
}
