package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.Errno;

/// How a failed call is told to people.
public final class Errnos {

    static final int ENOMSG = 42;

    private Errnos() {}

    /// `EIO (Input/output error)`; a number that Linux does not name as the number; says so where none is shown.
    public static String text(CallResult result) {
        if (result.errno().isEmpty()) {
            return "an errno that the trace does not show";
        }
        int number = result.errno().getAsInt();
        return Errno.ofNumber(number)
                .map(errno -> errno.name() + " (" + errno.text() + ")")
                .orElse("errno " + number);
    }
}
