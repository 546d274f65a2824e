package dev.vfr.model.fold;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.TraceEvent.EventsLost;
import java.util.List;
import java.util.Optional;

/// What the trace says about itself so far.
///
/// @param opened whether a TraceOpened was seen
/// @param closed whether the trace was closed in order
/// @param sources every way of capture that was named, each once
/// @param lossReports how many times events were reported lost
/// @param eventsLost how many events the reports count together, a lower bound where one did not count
/// @param lossUncounted whether a report did not say how many
/// @param lastLoss the last report
/// @param lastOpened the sources of the trace that was opened last; differs from `sources` only in joined traces
public record TraceTrack(
        boolean opened,
        boolean closed,
        List<CaptureSource> sources,
        long lossReports,
        long eventsLost,
        boolean lossUncounted,
        Optional<EventsLost> lastLoss,
        List<CaptureSource> lastOpened) {

    static final TraceTrack NONE = new TraceTrack(false, false, List.of(), 0, 0, false, Optional.empty(), List.of());

    public TraceTrack {
        sources = List.copyOf(sources);
        lastOpened = List.copyOf(lastOpened);
    }

    /// Whether the last event was a loss that says why number `seq` comes now: so many events are missing from its own
    /// number on.
    boolean accountsFor(long seq, long expected) {
        return lastLoss.filter(loss -> loss.header().seq() + 1 == expected
                        && loss.header().seq() + loss.count().orElse(1) == seq)
                .isPresent();
    }
}
