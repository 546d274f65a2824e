package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.FailedSet;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A SET of the device state failed.
public final class SetStateFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "set-state-failed",
                    "The device did not reach the state that was asked for. It stays in one of the"
                            + " states on the way, or in"
                            + " ERROR, until the VMM asks for its recover state or resets it.",
                    "Look at the kernel's messages of the device's driver at that time; the errno names"
                            + " the driver's reason.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE",
                    "Linux 5.18",
                    "A request for the present state, which is always answered.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.SYMPTOM);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FailedSet failed : trace.failedSets().first()) {
                int device = failed.event().header().device();
                long seq = failed.event().header().seq();
                if (isRetry(trace, device, seq)) {
                    continue;
                }
                String from = failed.from().map(state -> " from " + state).orElse("");
                Optional<MigrationCase> migration =
                        file.migrationAt(trace, failed.event().header().process(), seq);
                boolean fatal = migration
                        .filter(m -> m.outcome() == Report.Outcome.FAILED)
                        .isPresent();
                String wanted = failed.event()
                        .requested()
                        .map(Enum::name)
                        .orElse("state " + failed.event().requestedNumber());
                findings.add(ADVICE.on(
                        trace,
                        device,
                        seq,
                        fatal ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        migration.map(m -> file.sideWord(trace, m)).orElse("") + "the SET" + from + " to " + wanted
                                + " failed with " + failed.event().result().text()));
            }
        }
        return findings;
    }

    /// Requests that failed because the device was in ERROR already are told once, by another rule.
    private static boolean isRetry(ScannedTrace trace, int device, long seq) {
        return trace.seesAll()
                && trace.facts().of(RetriedInError.class).first().stream()
                        .anyMatch(retried -> retried.holds(device, seq));
    }
}
