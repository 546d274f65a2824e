package dev.vfr.model.analysis.verdict;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.At;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import java.util.Optional;

/// What to do first: what the rule that found the cause says, and else where to look.
final class NextStep {

    private NextStep() {}

    /// One imperative sentence, empty if there is nothing to do.
    static String of(Report.Outcome outcome, Diagnosis diagnosis, Optional<Finding> cause) {
        String remedy = cause.map(Finding::remedy).orElse("");
        if (!remedy.isEmpty()) {
            return remedy;
        }
        if (outcome != Report.Outcome.FAILED) {
            return diagnosis.unknown().isEmpty()
                    ? ""
                    : "Add " + diagnosis.unknown().getFirst().wouldBeShownBy() + ".";
        }
        boolean ofDevice = diagnosis.failed().call().isPresent();
        if (ofDevice || diagnosis.responsible() == Responsible.DRIVER) {
            return "Check the kernel log of the " + host(diagnosis.at()) + " for "
                    + diagnosis.failed().device().orElse("the device's driver") + around(diagnosis) + ".";
        }
        return diagnosis.undecided().isEmpty()
                ? "Check the log of the VMM at the " + host(diagnosis.at()) + around(diagnosis) + "."
                : "Get " + diagnosis.undecided().getFirst().wouldBeShownBy() + ".";
    }

    private static String host(At at) {
        return at == At.SOURCE || at == At.DESTINATION ? at.word() + " host" : "hosts";
    }

    private static String around(Diagnosis diagnosis) {
        return diagnosis
                .shownBy()
                .flatMap(NextStep::clock)
                .map(at -> " around " + at)
                .orElse("");
    }

    private static Optional<String> clock(EventRef event) {
        return event.realtimeNs().isPresent()
                ? Optional.of(WallClock.seconds(event.realtimeNs().getAsLong()))
                : Optional.empty();
    }
}
