package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.Errno;

/// A failed call's errno by its name.
final class ErrnoText {

    private ErrnoText() {}

    /// `EIO`, the number where Linux has no name for it, or that it is not shown.
    static String of(CallResult result) {
        if (result.errno().isEmpty()) {
            return "an errno that the trace does not show";
        }
        int number = result.errno().getAsInt();
        return Errno.ofNumber(number).map(Errno::name).orElse("errno " + number);
    }
}
