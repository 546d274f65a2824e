package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Cuts the JSON objects out of a transcript, whatever stands between them: one a line, printed over several
/// lines, behind arrows or a prompt.
final class JsonObjects implements AutoCloseable {

    /// Bytes of one object. QMP's largest answers, the schema above all, have some hundred KiB.
    private static final int LARGEST = 1 << 24;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final String file;
    private final FileTally tally;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int filled;

    private final ByteArrayOutputStream object = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean lineStart = true;
    private boolean otherText;
    private boolean torn;

    JsonObjects(InputStream in, String file, FileTally tally) {
        this.in = in;
        this.file = file;
        this.tally = tally;
    }

    /// The bytes of the next object, null at the end.
    byte @Nullable [] next() throws EventSourceException {
        while (true) {
            if (next == filled && !fill()) {
                endOfFile();
                return null;
            }
            byte b = buffer[next++];
            boolean whole = depth == 0 ? outside(b) : inside(b);
            lineStart = b == '\n';
            if (lineStart) {
                endOfLine();
            }
            if (whole) {
                byte[] bytes = object.toByteArray();
                object.reset();
                return bytes;
            }
        }
    }

    private boolean outside(byte b) {
        if (b == '{') {
            begin();
        } else if (b > ' ' && "-><,[]".indexOf(b) < 0) {
            otherText = true;
        }
        return false;
    }

    private void begin() {
        object.reset();
        object.write('{');
        depth = 1;
        inString = false;
        escaped = false;
        otherText = false;
    }

    private boolean inside(byte b) {
        if (b == '{' && lineStart) {
            // An object never goes on in the first column: the one before it was cut off.
            tally.skip(SkipReason.NOT_UNDERSTOOD);
            begin();
            return false;
        }
        object.write(b);
        if (escaped) {
            escaped = false;
        } else if (inString) {
            inString = b != '"';
            escaped = b == '\\';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{') {
            depth++;
        } else if (b == '}') {
            depth--;
        }
        return depth == 0;
    }

    private void endOfLine() {
        tally.line();
        if (depth > 0 && (inString || object.size() > LARGEST)) {
            // No string of JSON goes over a line's end: this was no object.
            depth = 0;
            otherText = false;
            tally.skip(object.size() > LARGEST ? SkipReason.OVERLONG : SkipReason.OTHER_TEXT);
            object.reset();
        } else if (depth == 0 && otherText) {
            otherText = false;
            tally.skip(SkipReason.OTHER_TEXT);
        }
    }

    private void endOfFile() {
        if (!lineStart) {
            tally.line();
        }
        if (depth > 0) {
            depth = 0;
            torn = true;
            tally.skip(SkipReason.TORN);
        }
        lineStart = true;
    }

    private boolean fill() throws EventSourceException {
        try {
            filled = Math.max(in.read(buffer), 0);
            next = 0;
            return filled > 0;
        } catch (IOException e) {
            throw new EventSourceException(
                    file + ":" + (tally.lines() + 1) + ": cannot be read further: " + e.getMessage(), e);
        }
    }

    /// Whether the file ended within an object.
    boolean isTorn() {
        return torn;
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
