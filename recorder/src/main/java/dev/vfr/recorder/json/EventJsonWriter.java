package dev.vfr.recorder.json;

import dev.vfr.model.event.MigrationEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/// Writes events as JSON lines: one object a line, UTF-8, `\n`. The sequence numbers stay those of the events.
public final class EventJsonWriter implements Closeable {

    private final JsonGenerator out;

    /// Writes to `stream`, which stays open when this is closed.
    public EventJsonWriter(OutputStream stream) {
        out = EventJson.MAPPER.createGenerator(stream);
    }

    /// Writes to `writer`, which stays open when this is closed.
    public EventJsonWriter(Writer writer) {
        out = EventJson.MAPPER.createGenerator(writer);
    }

    public void write(MigrationEvent event) throws IOException {
        try {
            EventJson.print(out, event);
            out.writeRaw('\n');
        } catch (JacksonException e) {
            throw ioException(e);
        }
    }

    /// Writes what is buffered to the stream, and flushes it.
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (JacksonException e) {
            throw ioException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (JacksonException e) {
            throw ioException(e);
        }
    }

    private static IOException ioException(JacksonException e) {
        return e.getCause() instanceof IOException io ? io : new IOException(e);
    }
}
