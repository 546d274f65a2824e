package dev.vfr.recorder.json;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;

/// Reads events from JSON lines, as [EventJsonWriter] writes them, without holding more than one in memory.
///
/// Empty lines are skipped. Anything else that is no event ends the reading with one line that says where and what.
public final class EventJsonReader implements EventReader {

    private final JsonParser in;
    private final String name;

    /// Reads `stream`, which is closed with this reader.
    ///
    /// @param name the file's name for messages
    public EventJsonReader(InputStream stream, String name) {
        this.in = EventJson.MAPPER.createParser(stream);
        this.name = name;
    }

    @Override
    public @Nullable MigrationEvent next() throws EventSourceException {
        try {
            return in.nextToken() == null ? null : EventJson.parse(in);
        } catch (UnexpectedJson e) {
            throw new EventSourceException(position() + e.getMessage(), e);
        } catch (JacksonIOException e) {
            throw new EventSourceException(name + ": cannot be read: " + e.getOriginalMessage(), e);
        } catch (JacksonException e) {
            String problem =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new EventSourceException(position() + "expected JSON, found: " + problem, e);
        }
    }

    /// Number of the line that was read last, from 1.
    public int line() {
        return in.currentLocation().getLineNr();
    }

    private String position() {
        return name + ':' + line() + ": ";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (JacksonException e) {
            // Nothing is lost when a file that was only read fails to close.
        }
    }
}
