package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.EstimatePoint;
import dev.vfr.model.analysis.estimate.PrecopyInfoOptIn;
import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;

/// The driver announced new initial data in the last query before the switchover.
public final class ReinitBeforeSwitchover implements Rule {

    private static final Advice ADVICE = new Advice(
                    "reinit-before-switchover",
                    "VFIO_PRECOPY_INFO_REINIT announces new initial data that should be loaded"
                            + " before the stop. QEMU 11.1 with switchover-ack then aborts, and other"
                            + " releases take longer.",
                    "Migrate again; if REINIT comes each time, find what reconfigures the device at"
                            + " the switchover.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info, VFIO_PRECOPY_INFO_REINIT;"
                            + " QEMU, \"Switchover ACK was requested by N devices during switchover\"",
                    "Linux 7.1",
                    "REINIT earlier in pre-copy, for which QEMU waits. Flags without the opt-in,"
                            + " which echo what QEMU passed.")
            .titled("the device announced new initial data at switchover")
            .by(Responsible.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, ReinitBeforeSwitchover::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        Optional<EstimatePoint> last = device.history().lastPreCopy();
        boolean stopped = device.saved().left().isPresent() || device.history().enteredStopCopy();
        boolean optedIn = device.source().trace().facts().of(PrecopyInfoOptIn.class).first().stream()
                .anyMatch(optIn -> optIn.device() == device.number());
        if (last.isEmpty() || !last.get().reinit() || !stopped || !optedIn) {
            return Optional.empty();
        }
        if (device.history().preCopy().bytes() > last.get().readBytes()) {
            return Optional.empty();
        }
        boolean completed = device.migration().outcome() == Report.Outcome.COMPLETED;
        return Optional.of(ADVICE.on(
                device.source().trace(),
                device.number(),
                last.get().seq(),
                completed ? Finding.Severity.INFO : Finding.Severity.WARNING,
                Sentence.of("the driver announced {initialBytes} of new initial data in the last query before the"
                                + " switchover")
                        .bytes("initialBytes", last.get().initialBytes().orElse(0))));
    }
}
