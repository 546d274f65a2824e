package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.FailedSet;
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
import java.util.Optional;

/// A SET of the device state failed.
public final class SetStateFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "set-state-failed",
                    "The device did not reach the requested state. It stays in a state on the path, or in ERROR, until"
                            + " the VMM requests its recover state or resets it.",
                    "",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE",
                    "Linux 5.18",
                    "A request for the present state, which always succeeds.")
            .by(Responsible.DRIVER)
            .as(Bearing.SYMPTOM);

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
                Optional<MigrationCase> migration =
                        file.migrationAt(trace, failed.event().header().process(), seq);
                boolean fatal = migration
                        .filter(m -> m.outcome() == Report.Outcome.FAILED)
                        .isPresent();
                findings.add(ADVICE.on(
                        trace,
                        device,
                        seq,
                        fatal ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        sentence(failed, migration.map(m -> file.side(trace, m)))));
            }
        }
        return findings;
    }

    private static Sentence sentence(FailedSet failed, Optional<Report.Side> side) {
        Sentence sentence = OddRequest.requested(
                        Sentence.of("SET {requested} failed"
                                + (side.isPresent() ? " at the {side}" : "")
                                + " with {errno}"
                                + (failed.from().isPresent() ? " (from {from})" : "")),
                        failed.event())
                .text("errno", failed.event().result().name());
        Sentence sided = side.map(end -> sentence.text("side", end.word())).orElse(sentence);
        return failed.from().map(from -> sided.state("from", from)).orElse(sided);
    }

    /// Requests that failed because the device was in ERROR already are found once, by another rule.
    private static boolean isRetry(ScannedTrace trace, int device, long seq) {
        return trace.seesAll()
                && trace.facts().of(RetriedInError.class).first().stream()
                        .anyMatch(retried -> retried.holds(device, seq));
    }
}
