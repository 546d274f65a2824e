package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.estimate.SavingHistory;
import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;

/// The rules on estimates, in the order of their findings.
public final class EstimateRules {

    public static final List<Rule> ALL = List.of(
            new EstimateOverflow(),
            new DeviceRule(
                    new Advice(
                                    "stop-copy-size-unknown",
                                    "If GET MIG_DATA_SIZE fails, QEMU assumes 100 GiB. That never fits into the"
                                            + " downtime limit, so the migration never ends.",
                                    "Use a driver that answers MIG_DATA_SIZE, or set avail-switchover-bandwidth"
                                            + " (migrate-set-parameters) high enough for 100 GiB.",
                                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size; QEMU,"
                                            + " vfio_query_stop_copy_size",
                                    "Linux 6.2",
                                    "A migration that switched over. A driver that failed once and answered at"
                                            + " another time.")
                            .titled("the driver gives no STOP_COPY size")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE),
                    EstimateRules::stopCopySizeUnknown),
            new PendingCountedTwice(),
            new SwitchoverAckMissing(),
            new DeviceNeverIdle(),
            new DeviceRule(
                    new Advice(
                                    "dirty-rate-over-bandwidth",
                                    "The remaining pre-copy data grows although QEMU reads all the time, so the"
                                            + " migration cannot end.",
                                    "Raise max-bandwidth (migrate-set-parameters), or lower the device's load in"
                                            + " the guest.",
                                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                                    "Linux 6.2",
                                    "Dirty data that grows while QEMU does not read it, or only for a while: the"
                                            + " last half of pre-copy counts.")
                            .titled("the device dirtied data faster than the bandwidth")
                            .by(Responsible.OPERATOR)
                            .as(Bearing.ASIDE),
                    EstimateRules::dirtyRateOverBandwidth),
            new StopCopySizeTooLow(),
            new QueueGrewAtDestination(),
            new ReinitBeforeSwitchover(),
            new DeviceRule(
                    new Advice(
                                    "precopy-estimates-unknown",
                                    "If VFIO_MIG_GET_PRECOPY_INFO fails, QEMU uses 0 for both figures. It may"
                                            + " switch over with much pre-copy data remaining.",
                                    "Check the driver's VFIO_MIG_GET_PRECOPY_INFO.",
                                    "include/uapi/linux/vfio.h, VFIO_MIG_GET_PRECOPY_INFO; QEMU,"
                                            + " vfio_query_precopy_size",
                                    "Linux 6.2",
                                    "A query that failed once beside others that succeeded. A migration that did"
                                            + " not complete.")
                            .by(Responsible.DRIVER)
                            .as(Bearing.ASIDE),
                    EstimateRules::precopyEstimatesUnknown),
            new ExpectedDowntimeIgnoresDevice(),
            new StopCopySizeTooHigh(),
            new InitialBytesFellUnread(),
            new DeviceRule(
                    new Advice(
                                    "estimates-never-asked",
                                    "A VMM that switches over without stop_copy_length and the pre-copy figures"
                                            + " cannot estimate the downtime.",
                                    "Query MIG_DATA_SIZE before the guest is stopped, and VFIO_MIG_GET_PRECOPY_INFO"
                                            + " while it runs.",
                                    "include/uapi/linux/vfio.h, struct vfio_device_feature_mig_data_size",
                                    "Linux 6.2",
                                    "A trace that does not have every call, such as a log or vfio-user. A device"
                                            + " without PRE_COPY.")
                            .by(Responsible.VMM)
                            .as(Bearing.ASIDE),
                    EstimateRules::estimatesNeverAsked));

    private EstimateRules() {}

    /// The driver did not report how much STOP_COPY would stream, and the VMM never switched over.
    private static Optional<Finding> stopCopySizeUnknown(Advice advice, SavedDevice device) {
        Optional<SavingHistory.Failure> failed = device.history().sizeUnknown();
        if (failed.isEmpty() || !NeverSwitched.on(device)) {
            return Optional.empty();
        }
        return Optional.of(advice.on(
                device.source().trace(),
                device.number(),
                failed.get().seq(),
                Finding.Severity.WARNING,
                Sentence.of("the driver gave no stop_copy_length ({errno}), so QEMU assumed 100 GiB and never switched"
                                + " over")
                        .text("errno", failed.get().errno())));
    }

    /// A device dirties its data faster than QEMU reads it.
    private static Optional<Finding> dirtyRateOverBandwidth(Advice advice, SavedDevice device) {
        return Stuck.of(device)
                .filter(stuck -> stuck.grows() && !PendingCountedTwice.explains(device))
                .map(stuck -> advice.on(
                        device.source().trace(),
                        device.number(),
                        stuck.seq(),
                        Finding.Severity.WARNING,
                        Sentence.of(
                                        "the device dirtied {dirtyBytesPerSecond}/s and QEMU read {readBytesPerSecond}/s; the"
                                                + " remaining {leftBytes} grew")
                                .bytes("dirtyBytesPerSecond", stuck.dirtyPerSecond())
                                .bytes("readBytesPerSecond", stuck.readPerSecond())
                                .bytes("leftBytes", stuck.left())));
    }

    /// The driver never answered the pre-copy query.
    private static Optional<Finding> precopyEstimatesUnknown(Advice advice, SavedDevice device) {
        boolean answered = device.history().driver().stream()
                .anyMatch(point -> point.initialBytes().isPresent());
        if (answered
                || !device.history().enteredPreCopy()
                || device.migration().outcome() != Report.Outcome.COMPLETED) {
            return Optional.empty();
        }
        return device.history().failures().stream()
                .filter(failure -> !failure.dataSize())
                .findFirst()
                .map(failure -> advice.on(
                        device.source().trace(),
                        device.number(),
                        failure.seq(),
                        Finding.Severity.WARNING,
                        Sentence.of("the driver never gave initial_bytes and dirty_bytes ({errno}), so QEMU uses 0")
                                .text("errno", failure.errno())));
    }

    /// The VMM never queried the remaining data.
    private static Optional<Finding> estimatesNeverAsked(Advice advice, SavedDevice device) {
        boolean asked = device.history().driverCount() > 0
                || !device.history().failures().isEmpty();
        boolean seesAll =
                device.source().trace().seesAll() && !device.source().trace().has(CaptureSource.FTRACE);
        if (asked
                || !seesAll
                || !device.history().enteredPreCopy()
                || device.stopCopyBytes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(advice.on(
                device.source().trace(),
                device.number(),
                device.history().firstSeq(),
                Finding.Severity.INFO,
                "the VMM switched over without a query of the driver's remaining data"));
    }

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new BufferWatcher(facts), new ExpectationWatcher(facts), new CapabilityWatcher(facts));
    }
}
