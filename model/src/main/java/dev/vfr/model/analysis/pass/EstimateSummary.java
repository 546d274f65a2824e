package dev.vfr.model.analysis.pass;

import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.OptionalLong;

/// What was estimated of a device, first, last and at most: bytes, unsigned.
///
/// @param stopCopyLength the last answer
/// @param fromVmm whether it is the VMM's copy, as the driver's own answers are not shown; empty if nothing is
public record EstimateSummary(
        OptionalLong initialFirst,
        OptionalLong initialLast,
        OptionalLong dirtyLast,
        OptionalLong dirtyMax,
        OptionalLong stopCopyLength,
        Optional<Boolean> fromVmm) {

    /// Nothing is shown.
    public static final EstimateSummary NONE = new EstimateTracker().build();

    /// The same for a report, with how far STOP_COPY was from it.
    ///
    /// @param stopCopyRead bytes read in STOP_COPY if all of them are known
    public Report.Estimates comparedWith(OptionalLong stopCopyRead) {
        OptionalLong error = stopCopyRead.isPresent() && stopCopyLength.isPresent()
                ? OptionalLong.of(stopCopyRead.getAsLong() - stopCopyLength.getAsLong())
                : OptionalLong.empty();
        return new Report.Estimates(initialFirst, initialLast, dirtyLast, dirtyMax, stopCopyLength, error, fromVmm);
    }
}
