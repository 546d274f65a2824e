package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.text.LineReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/// The lines of a text without the layers around them.
///
/// A text without layers costs no more than its [LineReader]. Numbers are those of the lines of the file, so several
/// lines may have one number, and a line that was joined has that of its last part.
public final class PeeledLines implements AutoCloseable {

    private final LineReader raw;
    private final List<Layer> layers;
    private final ArrayDeque<Line> ready = new ArrayDeque<>();

    private byte[] buffer = {};
    private int start;
    private int end;
    private boolean terminated;
    private boolean overlong;
    private boolean ended;
    private boolean lastTerminated;
    private long outerNs = EventHeader.UNKNOWN_NS;
    private long roughNs = EventHeader.UNKNOWN_NS;
    private String origin = "";
    private int taken;

    /// @param in closed with this reader
    /// @param file its name, for messages
    public PeeledLines(InputStream in, String file, Peel peel) {
        raw = new LineReader(in, file);
        layers = peel.open();
    }

    /// Moves to the next line; false at the end. The bytes of the line before are gone then.
    public boolean next() throws EventSourceException {
        if (layers.isEmpty()) {
            boolean any = raw.next();
            buffer = raw.buffer();
            start = raw.start();
            end = raw.end();
            terminated = raw.isTerminated();
            overlong = raw.isOverlong();
            return any;
        }
        while (ready.isEmpty() && !ended) {
            if (raw.next()) {
                pass(new Line(raw.buffer(), raw.start(), raw.end()), 0);
                overlong = raw.isOverlong();
                lastTerminated = raw.isTerminated();
            } else {
                ended = true;
                end(0);
            }
        }
        Line line = ready.poll();
        if (line == null) {
            return false;
        }
        buffer = line.bytes();
        start = line.start();
        end = line.end();
        outerNs = line.outerNs();
        roughNs = line.roughNs();
        origin = line.origin();
        taken = line.layers();
        terminated = line.isWhole() || lastTerminated || !ready.isEmpty();
        return true;
    }

    private void pass(Line line, int layer) {
        if (layer == layers.size()) {
            ready.add(line);
        } else {
            layers.get(layer).take(line, inside(layer));
        }
    }

    private Consumer<Line> inside(int layer) {
        return line -> pass(line, layer + 1);
    }

    private void end(int layer) {
        if (layer < layers.size()) {
            layers.get(layer).end(inside(layer));
            end(layer + 1);
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

    /// The number of the line in the file, from 1.
    public long number() {
        return raw.number();
    }

    /// Whether the line is known to have its end. Only the last one of a file may not.
    public boolean isTerminated() {
        return terminated;
    }

    /// Whether only the beginning of the line was kept.
    public boolean isOverlong() {
        return overlong;
    }

    /// When the outer layer says that the line was written, ns since 1970-01-01T00:00:00Z;
    /// [EventHeader#UNKNOWN_NS] where it does not say so in full.
    public long outerNs() {
        return outerNs;
    }

    /// The same where year, zone or start is missing, so that only differences mean something.
    public long roughNs() {
        return roughNs;
    }

    /// The program and process, or the container, that the outer layer names; empty where it names none.
    public String origin() {
        return origin;
    }

    /// How many layers the present line had.
    public int layers() {
        return taken;
    }

    /// Whether nothing but blanks is in the line from `from` on.
    public boolean isBlank(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the line has the ASCII text `wanted` at `from`.
    public boolean startsWith(String wanted, int from) {
        if (from + wanted.length() > end) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (buffer[from + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The bytes from `from` to the line's end as text; what is not UTF-8 is replaced.
    public String text(int from) {
        return new String(buffer, from, end - from, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws EventSourceException {
        raw.close();
    }
}
