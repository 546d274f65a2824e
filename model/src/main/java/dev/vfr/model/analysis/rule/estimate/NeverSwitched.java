package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.report.Report;

/// Whether a migration is one that went on in pre-copy until the operator or the VMM gave it up.
final class NeverSwitched {

    private NeverSwitched() {}

    /// The device was not asked to stop, the migration did not complete, and no failure ended it.
    static boolean on(SavedDevice device) {
        boolean givenUp = device.migration().outcome() == Report.Outcome.CANCELLED
                || device.migration().outcome() == Report.Outcome.INCOMPLETE;
        return givenUp
                && device.neverSwitchedOver()
                && device.source().devices().stream()
                        .allMatch(other -> other.stopCopy().isEmpty() && !other.failed());
    }
}
