package dev.vfr.ui.events;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads single events of a trace by their number through a few cached pages.
final class EventPages {

    private static final int PAGE_SIZE = 128;
    private static final int PAGES_MAX = 64;

    private final EventSource source;
    private final Map<Long, MigrationEvent[]> pages = new LinkedHashMap<>(PAGES_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, MigrationEvent[]> eldest) {
            return size() > PAGES_MAX;
        }
    };

    EventPages(EventSource source) {
        this.source = source;
    }

    /// The event with this number, empty where it cannot be read.
    Optional<MigrationEvent> get(long seq) {
        MigrationEvent[] page = pages.computeIfAbsent(seq / PAGE_SIZE, this::load);
        int index = (int) (seq % PAGE_SIZE);
        return index < page.length ? Optional.of(page[index]) : Optional.empty();
    }

    private MigrationEvent[] load(long page) {
        MigrationEvent[] events = new MigrationEvent[PAGE_SIZE];
        int count = 0;
        try (EventSource.EventReader reader = source.readFrom(page * PAGE_SIZE)) {
            MigrationEvent event = reader.next();
            while (event != null) {
                events[count++] = event;
                event = count < PAGE_SIZE ? reader.next() : null;
            }
        } catch (EventSourceException e) {
            // The rows that could be read are shown; whoever seeks beyond them gets the reason.
            return java.util.Arrays.copyOf(events, count);
        }
        return java.util.Arrays.copyOf(events, count);
    }
}
