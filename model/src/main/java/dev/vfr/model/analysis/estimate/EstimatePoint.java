package dev.vfr.model.analysis.estimate;

import dev.vfr.model.event.EventHeader;
import java.util.Optional;
import java.util.OptionalLong;

/// One answer of a driver about what is left, or one copy of it that a VMM showed.
///
/// @param ns time on the host clock, [EventHeader#UNKNOWN_NS] where unknown
/// @param exact whether the driver was asked just then; empty if not shown
/// @param initialBytes unsigned bytes
/// @param dirtyBytes unsigned bytes
/// @param stopCopyLength unsigned bytes
/// @param reinit VFIO_PRECOPY_INFO_REINIT was answered
/// @param readBytes bytes of the device's session read by then
public record EstimatePoint(
        long seq,
        long ns,
        Optional<Boolean> exact,
        OptionalLong initialBytes,
        OptionalLong dirtyBytes,
        OptionalLong stopCopyLength,
        boolean reinit,
        long readBytes) {

    public boolean hasTime() {
        return ns != EventHeader.UNKNOWN_NS;
    }

    /// What is left to read in pre-copy; empty if the point is not about it, or no device can have so much.
    public OptionalLong preCopyLeft() {
        if (initialBytes.isEmpty() || dirtyBytes.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = initialBytes.getAsLong() + dirtyBytes.getAsLong();
        boolean possible = initialBytes.getAsLong() >= 0 && dirtyBytes.getAsLong() >= 0 && sum >= 0;
        return possible ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /// Any of its figures is 2^63 or more.
    public boolean overflows() {
        return initialBytes.orElse(0) < 0 || dirtyBytes.orElse(0) < 0 || stopCopyLength.orElse(0) < 0;
    }
}
