package dev.vfr.samples.scenario;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.MigrationEvent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events as they are listed, whatever their numbers say.
///
/// @param events in the order of the list
record ListedEvents(List<? extends MigrationEvent> events) implements EventSource {

    @Override
    public long count() {
        return events.size();
    }

    @Override
    public EventReader readFrom(long position) {
        Iterator<? extends MigrationEvent> rest = events.listIterator((int) position);
        return new EventReader() {
            @Override
            public @Nullable MigrationEvent next() {
                return rest.hasNext() ? rest.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
