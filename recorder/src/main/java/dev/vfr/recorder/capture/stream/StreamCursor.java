package dev.vfr.recorder.capture.stream;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.QemuProcesses;
import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.text.FileTally;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a migration stream from a file, to its end and once; the memory needed does not depend on its length.
///
/// A stream has no times. What it shows are records that the source's VMM wrote, in their order.
public final class StreamCursor implements CaptureCursor {

    private final InputStream in;
    private final String file;
    private final StreamParser parser;
    private final StreamEvents events;
    private final FileTally tally = new FileTally();
    private final byte[] buffer = new byte[1 << 16];

    private @Nullable StreamElement element;

    /// @param in the stream, closed with this cursor
    /// @param file its name, for messages
    /// @param withTraceLog the trace has QEMU's log of the same process as well, which shows the device data
    ///     as it was
    ///     read: the stream then adds its records alone
    public StreamCursor(InputStream in, String file, SectionSizes sizes, boolean withTraceLog) {
        this.in = in;
        this.file = file;
        this.parser = new StreamParser(sizes);
        this.events = new StreamEvents(withTraceLog);
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (true) {
            Optional<StreamElement> next = parser.next();
            if (next.isPresent()) {
                element = next.get();
                take(next.get());
                return true;
            }
            if (parser.isFinished() || !feed()) {
                return false;
            }
        }
    }

    private void take(StreamElement next) throws EventSourceException {
        if (next instanceof Damage damage && tally.recognised() == 0) {
            throw new EventSourceException(file + ": " + damage.text());
        }
        if (!(next instanceof StreamElement.Payload)) {
            tally.line();
            tally.recognise();
        }
    }

    /// False where the file's end was told before.
    private boolean feed() throws EventSourceException {
        try {
            int count = in.read(buffer);
            if (count > 0) {
                parser.feed(ByteBuffer.wrap(buffer, 0, count));
            } else {
                parser.endOfInput();
            }
            return true;
        } catch (EOFException e) {
            // Compressed data that is cut off: the stream ends where they do.
            parser.endOfInput();
            return true;
        } catch (IOException e) {
            throw new EventSourceException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long orderNs() {
        return NO_TIME;
    }

    @Override
    public void deliver(QemuProcesses processes) throws EventSourceException {
        QemuProcess process = processes.current();
        process.at(NO_TIME, EventHeader.NONE);
        StreamElement present = element;
        if (present != null) {
            events.take(present, process);
        }
    }

    @Override
    public FileTally tally() {
        return tally;
    }

    @Override
    public void close() throws EventSourceException {
        try {
            in.close();
        } catch (IOException e) {
            throw new EventSourceException(file + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
