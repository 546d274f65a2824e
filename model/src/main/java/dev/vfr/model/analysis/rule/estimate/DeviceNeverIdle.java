package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.List;
import java.util.Optional;

/// A device dirties its data as fast as QEMU reads it, or has more for STOP_COPY than the downtime limit allows. QEMU
/// never switches over.
public final class DeviceNeverIdle implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-never-idle",
                    "The remaining device data stays above what fits into the downtime limit at the"
                            + " bandwidth of this migration. No further pre-copy round helps.",
                    "Raise downtime-limit or max-bandwidth (migrate-set-parameters), or lower the"
                            + " device's load in the guest.",
                    "QEMU commit 4e1871c450; design of virtio-vfio-pci",
                    "Linux 6.2",
                    "A migration that switched over. A device whose pre-copy data was read empty at"
                            + " times and whose rest fits into the limit.")
            .titled("the device data never fit into the downtime limit")
            .by(Responsible.OPERATOR)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, DeviceNeverIdle::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        return Stuck.of(device)
                .filter(stuck -> !stuck.grows() && !PendingCountedTwice.explains(device))
                .map(stuck -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        stuck.seq(),
                        Finding.Severity.WARNING,
                        fits("the device's pre-copy data stays at {leftBytes}", stuck.left(), stuck.allowed(), device)
                                .bytes("bytesPerSecond", stuck.readPerSecond())))
                .or(() -> NeverFits.of(device)
                        .filter(never -> !PendingCountedTwice.explains(device))
                        .map(never -> ADVICE.on(
                                device.source().trace(),
                                device.number(),
                                never.seq(),
                                Finding.Severity.WARNING,
                                fits(
                                                "{leftBytes} of device data remain for STOP_COPY",
                                                never.left(),
                                                never.allowed(),
                                                device)
                                        .bytes("bytesPerSecond", never.bytesPerSecond()))));
    }

    private static Sentence fits(String subject, long left, long allowed, SavedDevice device) {
        return Sentence.of(subject + ", but only {allowedBytes} fit into the downtime limit of {limitNs} at"
                        + " {bytesPerSecond}/s")
                .bytes("leftBytes", left)
                .bytes("allowedBytes", allowed)
                .time("limitNs", device.source().downtimeLimitNs());
    }
}
