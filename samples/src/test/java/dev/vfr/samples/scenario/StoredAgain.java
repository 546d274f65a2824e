package dev.vfr.samples.scenario;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.json.EventJsonReader;
import dev.vfr.recorder.json.EventJsonWriter;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.recorder.trace.TraceWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Events that were written down and read back.
final class StoredAgain {

    private StoredAgain() {}

    static List<MigrationEvent> asJsonLines(List<MigrationEvent> events) throws IOException, EventSourceException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventJsonWriter writer = new EventJsonWriter(bytes)) {
            for (MigrationEvent event : events) {
                writer.write(event);
            }
        }
        try (EventJsonReader reader = new EventJsonReader(new ByteArrayInputStream(bytes.toByteArray()), "events")) {
            return all(reader);
        }
    }

    /// @param trace a directory that does not exist yet
    static List<MigrationEvent> asTrace(List<MigrationEvent> events, Path trace) throws EventSourceException {
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
        }
        try (TraceReader reader = TraceReader.open(trace);
                EventSource.EventReader read = reader.readFrom(0)) {
            return all(read);
        }
    }

    private static List<MigrationEvent> all(EventSource.EventReader reader) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
            events.append(event);
        }
        return events.toList();
    }
}
