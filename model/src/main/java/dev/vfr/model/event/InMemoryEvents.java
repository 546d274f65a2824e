package dev.vfr.model.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events in memory: a sink that numbers them, and a source that reads them back.
public final class InMemoryEvents implements EventSink, EventSource {

    private final List<MigrationEvent> events = new ArrayList<>();

    public InMemoryEvents() {}

    public InMemoryEvents(List<? extends MigrationEvent> events) {
        events.forEach(this::append);
    }

    @Override
    public void append(MigrationEvent event) {
        events.add(event.withHeader(event.header().withSeq(events.size())));
    }

    /// A copy of what has been appended so far.
    public List<MigrationEvent> toList() {
        return List.copyOf(events);
    }

    @Override
    public long count() {
        return events.size();
    }

    @Override
    public EventReader readFrom(long index) {
        if (index < 0 || index > events.size()) {
            throw new IndexOutOfBoundsException("event " + index + " of " + events.size());
        }
        return new EventReader() {
            private int next = (int) index;

            @Override
            public @Nullable MigrationEvent next() {
                return next < events.size() ? events.get(next++) : null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
