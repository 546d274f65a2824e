package dev.vfr.model.fold;

import dev.vfr.model.event.CaptureSource;
import java.util.List;

/// What the trace says about itself so far.
///
/// @param opened whether a TraceOpened was seen
/// @param closed whether the trace was closed in order
/// @param sources every way of capture that was named, each once
/// @param lossReports how many times events were reported lost
/// @param eventsLost how many events the reports count together, a lower bound where one did not count
/// @param lossUncounted whether a report did not say how many
/// @param lastOpened the sources of the trace that was opened last; differs from `sources` only in joined traces
public record TraceTrack(
        boolean opened,
        boolean closed,
        List<CaptureSource> sources,
        long lossReports,
        long eventsLost,
        boolean lossUncounted,
        List<CaptureSource> lastOpened) {

    static final TraceTrack NONE = new TraceTrack(false, false, List.of(), 0, 0, false, List.of());

    public TraceTrack {
        sources = List.copyOf(sources);
        lastOpened = List.copyOf(lastOpened);
    }
}
