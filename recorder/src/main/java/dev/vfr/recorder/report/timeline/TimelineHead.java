package dev.vfr.recorder.report.timeline;

import dev.vfr.model.report.Report;
import java.util.List;
import java.util.OptionalLong;

/// What is known before anything is drawn.
///
/// @param clocks the host clocks, in the order of their traces
/// @param startRealtimeNs real time of the time line's zero, ns since 1970-01-01T00:00:00Z
record TimelineHead(Report report, List<HostClock> clocks, OptionalLong startRealtimeNs) {

    TimelineHead {
        clocks = List.copyOf(clocks);
    }

    /// A host's clock.
    ///
    /// @param name such as `src, clock 0`
    /// @param atZeroNs what it shows at the time line's zero, >= 0; where it shows less, times on it begin with 0
    record HostClock(String name, long atZeroNs) {}
}
