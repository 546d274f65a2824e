package dev.vfr.recorder.capture.inprocess;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// What a call came back with: a value, or an errno.
public sealed interface Answer<T> {

    /// The call succeeded.
    record Done<T>(T value) implements Answer<T> {}

    /// The call failed.
    record Failed<T>(Errno errno) implements Answer<T> {}

    static <T> Answer<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Answer<T> failed(Errno errno) {
        return new Failed<>(errno);
    }

    /// The same as an event has it.
    default CallResult result() {
        return switch (this) {
            case Done<T> ignored -> CallResult.OK;
            case Failed<T>(Errno errno) -> CallResult.of(errno.number());
        };
    }

    /// The value of a call that succeeded.
    default Optional<T> asOptional() {
        return switch (this) {
            case Done<T>(T value) -> Optional.of(value);
            case Failed<T> ignored -> Optional.empty();
        };
    }
}
