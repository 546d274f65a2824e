package dev.vfr.recorder.capture.text;

import dev.vfr.model.event.EventSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts a stream of bytes into lines without making objects of them.
///
/// A line ends at LF; a CR before it and NUL bytes at the line's start (left where a log was truncated in use)
/// do not belong to it. Of a line longer than [#MAX_LINE] bytes only the beginning is kept.
public final class LineReader implements AutoCloseable {

    /// Bytes of a line that are kept. QEMU's own lines stay under 4 KiB; QMP answers may reach some hundred KiB.
    public static final int MAX_LINE = 1 << 20;

    private static final int FIRST_BUFFER = 1 << 18;

    private final InputStream in;
    private final String file;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private int next;
    private boolean ended;

    private int start;
    private int end;
    private long number;
    private boolean terminated;
    private boolean overlong;

    /// @param in closed with this reader
    /// @param file its name, for messages
    public LineReader(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    /// Moves to the next line; false at the end. The bytes of the line before are gone then.
    public boolean next() throws EventSourceException {
        overlong = false;
        start = next;
        int scan = start;
        while (true) {
            int newline = indexOfNewline(scan);
            if (newline >= 0) {
                finishLine(newline, newline + 1, true);
                return true;
            }
            if (ended) {
                boolean any = start < filled;
                finishLine(filled, filled, false);
                return any;
            }
            if (filled - start >= MAX_LINE) {
                skipRestOfLine();
                return true;
            }
            scan = filled - start;
            compact();
            fill();
        }
    }

    private int indexOfNewline(int from) {
        byte[] bytes = buffer;
        for (int i = from; i < filled; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void finishLine(int lineEnd, int nextStart, boolean newlineSeen) {
        number++;
        terminated = newlineSeen;
        next = nextStart;
        end = lineEnd > start && newlineSeen && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        while (start < end && buffer[start] == 0) {
            start++;
        }
    }

    /// Moves the present line to the buffer's start and grows the buffer where the line fills it.
    private void compact() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    private void fill() throws EventSourceException {
        try {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
            }
        } catch (IOException e) {
            throw new EventSourceException(
                    file + ":" + (number + 1) + ": cannot be read further: " + e.getMessage(), e);
        }
    }

    private void skipRestOfLine() throws EventSourceException {
        compact();
        overlong = true;
        int keep = MAX_LINE;
        while (true) {
            filled = keep;
            fill();
            int newline = indexOfNewline(keep);
            if (newline >= 0 || ended) {
                finishLine(keep, newline >= 0 ? newline + 1 : filled, newline >= 0);
                return;
            }
        }
    }

    /// The bytes of the present line and others around it; the reader owns them.
    public byte[] buffer() {
        return buffer;
    }

    /// Index in [#buffer] of the line's first byte.
    public int start() {
        return start;
    }

    /// Index in [#buffer] after the line's last byte.
    public int end() {
        return end;
    }

    /// The line's number, from 1.
    public long number() {
        return number;
    }

    /// Whether the line ended with LF. Only the last line of a file may not.
    public boolean isTerminated() {
        return terminated;
    }

    public boolean isOverlong() {
        return overlong;
    }

    /// The bytes from `from` to the line's end as text; what is not UTF-8 is replaced.
    public String text(int from) {
        return new String(buffer, from, end - from, StandardCharsets.UTF_8);
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
