package dev.vfr.ui.events;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads single events of a trace by their number through a few cached pages.
final class EventPages {

    private static final int PAGE_SIZE = 128;
    private static final int PAGES_MAX = 64;

    private final EventSource source;
    private final Map<Long, @Nullable MigrationEvent[]> pages = new LinkedHashMap<>(PAGES_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, @Nullable MigrationEvent[]> eldest) {
            return size() > PAGES_MAX;
        }
    };

    EventPages(EventSource source) {
        this.source = source;
    }

    /// The event with this number, empty if it is missing or cannot be read.
    Optional<MigrationEvent> get(long seq) {
        @Nullable MigrationEvent[] page = pages.computeIfAbsent(seq / PAGE_SIZE, this::load);
        return Optional.ofNullable(page[(int) (seq % PAGE_SIZE)]);
    }

    private @Nullable MigrationEvent[] load(long page) {
        @Nullable MigrationEvent[] events = new MigrationEvent[PAGE_SIZE];
        long first = page * PAGE_SIZE;
        try (EventSource.EventReader reader = source.readFrom(first)) {
            MigrationEvent event = reader.next();
            while (event != null && event.header().seq() < first + PAGE_SIZE) {
                events[(int) (event.header().seq() - first)] = event;
                event = event.header().seq() < first + PAGE_SIZE - 1 ? reader.next() : null;
            }
        } catch (EventSourceException e) {
            // The rows that could be read are shown; a move beyond them shows the reason.
        }
        return events;
    }
}
