package dev.vfr.model.event;

import dev.vfr.model.vfio.Errno;
import java.util.OptionalInt;

/// How a call ended, as far as the source shows it.
///
/// @param code 0 done; positive the Linux errno; [#FAILED_CODE] failed with an errno that the source does not show;
///     [#UNKNOWN_CODE] the source does not show how it ended, or it had not ended
public record CallResult(int code) {

    public static final int FAILED_CODE = -1;
    public static final int UNKNOWN_CODE = -2;

    private static final String NOT_SHOWN = "an errno that the trace does not show";

    public static final CallResult OK = new CallResult(0);

    /// Failed, errno not shown.
    public static final CallResult FAILED = new CallResult(FAILED_CODE);

    /// Not shown whether it was done or failed.
    public static final CallResult UNKNOWN = new CallResult(UNKNOWN_CODE);

    public CallResult {
        if (code < UNKNOWN_CODE) {
            throw new IllegalArgumentException("result code " + code);
        }
    }

    /// The shared instance for `code`; see the record's component for its range.
    public static CallResult of(int code) {
        return switch (code) {
            case 0 -> OK;
            case FAILED_CODE -> FAILED;
            case UNKNOWN_CODE -> UNKNOWN;
            default -> new CallResult(code);
        };
    }

    /// Failed with `errno`.
    public static CallResult of(Errno errno) {
        return new CallResult(errno.number());
    }

    public boolean isOk() {
        return code == 0;
    }

    public boolean isFailed() {
        return code > 0 || code == FAILED_CODE;
    }

    public boolean isUnknown() {
        return code == UNKNOWN_CODE;
    }

    /// The errno of a failed call, empty if the call did not fail or the source does not show it.
    public OptionalInt errno() {
        return code > 0 ? OptionalInt.of(code) : OptionalInt.empty();
    }

    /// Failed with `errno`, which the source shows.
    public boolean is(Errno errno) {
        return code == errno.number();
    }

    /// The errno for people, its name and its text: `EIO (Input/output error)`; a number that Linux does not name as
    /// the number; says so where none is shown.
    public String text() {
        return code > 0 ? Errno.describe(code) : NOT_SHOWN;
    }

    /// The errno for people by its name alone: `EIO`; otherwise as [#text].
    public String name() {
        return code > 0 ? Errno.nameOf(code) : NOT_SHOWN;
    }
}
