package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.TraceEvent.EventsLost;
import java.util.Optional;

/// Events that are missing from a trace.
///
/// @param first the first report of missing events
/// @param reports how many reports there are
/// @param events how many events are missing by all reports together
/// @param uncounted a report gives no number, so that `events` is a lower bound
public record Losses(Optional<EventsLost> first, long reports, long events, boolean uncounted) {

    /// Sums the reports.
    static final class Collector {

        private Optional<EventsLost> first = Optional.empty();
        private long reports;
        private long events;
        private boolean uncounted;

        void add(EventsLost loss) {
            first = first.or(() -> Optional.of(loss));
            reports++;
            events += loss.count().orElse(0);
            uncounted |= loss.count().isEmpty();
        }

        Losses build() {
            return new Losses(first, reports, events, uncounted);
        }
    }
}
