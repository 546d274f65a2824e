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

/// The downtime that the VMM expected leaves the device out.
public final class ExpectedDowntimeIgnoresDevice implements Rule {

    private static final long NS_PER_MS = 1_000_000;
    private static final long SPAN_MIN_NS = 100 * NS_PER_MS;

    /// 11.1 and later.
    private static final String COUNTING = "(11\\.[1-9]|1[2-9]\\.|[2-9][0-9]\\.).*";

    private static final Advice ADVICE = new Advice(
                    "expected-downtime-ignores-device",
                    "Up to QEMU 11.0 expected-downtime is guest memory over the bandwidth. It has"
                            + " neither the device's data nor the time to stop and to load.",
                    "Add stop_copy_length over the bandwidth to expected-downtime, or use QEMU 11.1" + " or later.",
                    "QEMU commits 54a814cc0947, 6234505ce848 and 455a6167f254",
                    "QEMU 8.0",
                    "QEMU 11.1 or later. An expectation that was about right, or device data that"
                            + " took less than 100 ms.")
            .by(Responsible.VMM)
            .as(Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, ExpectedDowntimeIgnoresDevice::judge);
    }

    private static Optional<Finding> judge(SavedDevice device) {
        long streamNs = device.streamedNs();
        boolean counts = device.vmmRelease().orElse("").matches(COUNTING);
        if (counts || device.stopCopyBytes().isEmpty() || streamNs < SPAN_MIN_NS) {
            return Optional.empty();
        }
        return device.source().trace().facts().of(ExpectedDowntime.class).first().stream()
                .filter(told -> told.process() == device.source().process()
                        && told.seq() >= device.source().startSeq()
                        && told.seq() <= device.source().lastSeq()
                        && told.expectedMs() * NS_PER_MS < streamNs / 2)
                .findFirst()
                .map(told -> ADVICE.on(
                        device.source().trace(),
                        device.number(),
                        told.seq(),
                        Finding.Severity.INFO,
                        Sentence.of(
                                        "QEMU expected a downtime of {expectedNs}, but the device's data alone took {dataNs}")
                                .time("expectedNs", told.expectedMs() * NS_PER_MS)
                                .time("dataNs", streamNs)));
    }
}
