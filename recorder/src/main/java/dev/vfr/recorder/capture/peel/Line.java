package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A line while its layers are taken off.
final class Line {

    /// So much of a line is looked at for a prefix.
    private static final int LONGEST_PREFIX = 320;

    private byte[] bytes;
    private int start;
    private int end;
    private long outerNs = EventHeader.UNKNOWN_NS;
    private long roughNs = EventHeader.UNKNOWN_NS;
    private String origin = "";
    private boolean whole;
    private int layers;

    Line(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// Another line of the same time and origin.
    Line with(String text) {
        byte[] own = text.getBytes(StandardCharsets.UTF_8);
        Line line = new Line(own, 0, own.length);
        line.outerNs = outerNs;
        line.roughNs = roughNs;
        line.origin = origin;
        line.layers = layers;
        line.whole = true;
        return line;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /// The first bytes, a character each, so that an index into this text is one into the line.
    String prefix() {
        return new String(bytes, start, Math.min(length(), LONGEST_PREFIX), StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(bytes, start, length(), StandardCharsets.UTF_8);
    }

    /// Takes `count` bytes off the front, which were a layer.
    void strip(int count) {
        start += count;
        layers++;
    }

    void replace(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        start = 0;
        end = bytes.length;
        layers++;
    }

    /// Makes the bytes the line's own.
    Line keep() {
        bytes = Arrays.copyOfRange(bytes, start, end);
        end -= start;
        start = 0;
        return this;
    }

    /// When the layer says that the line was written, ns since 1970-01-01T00:00:00Z; [EventHeader#UNKNOWN_NS] where no
    /// layer does.
    long outerNs() {
        return outerNs;
    }

    void outerNs(long ns) {
        outerNs = ns;
    }

    /// A time of which year, zone or start is not known, in ns; only differences of it mean something.
    long roughNs() {
        return roughNs;
    }

    void roughNs(long ns) {
        roughNs = ns;
    }

    /// The program and process that a layer names, or the container; empty where none does.
    String origin() {
        return origin;
    }

    void origin(String name) {
        origin = origin.isEmpty() ? name : origin + " " + name;
    }

    /// Whether the line is known to have its end, because what was around it has.
    boolean isWhole() {
        return whole;
    }

    void whole() {
        whole = true;
    }

    /// How many layers were taken off.
    int layers() {
        return layers;
    }
}
