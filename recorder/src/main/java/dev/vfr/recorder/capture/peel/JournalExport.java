package dev.vfr.recorder.capture.peel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// `journalctl -o export`: an entry is a field a line, `NAME=VALUE`, up to an empty line. A value that is no text of
/// one
/// line stands behind its length: the name alone, then eight bytes, then the value.
final class JournalExport implements Layer {

    private static final int LENGTH_BYTES = 8;
    private static final int LARGEST = 1 << 20;
    private static final int MOST_FIELDS = 256;

    private final Map<String, String> fields = new HashMap<>();
    private String binaryName = "";
    private long binaryLeft;
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private boolean awaitsLength;

    @Override
    public void take(Line line, Consumer<Line> inner) {
        if (awaitsLength) {
            length(line);
        } else if (binaryLeft > 0) {
            value(line, line.start());
        } else if (line.length() == 0) {
            entry(line, inner);
        } else {
            field(line);
        }
    }

    private void field(Line line) {
        String text = line.text();
        int equals = text.indexOf('=');
        if (equals > 0 && fields.size() < MOST_FIELDS) {
            fields.put(text.substring(0, equals), text.substring(equals + 1));
        } else if (equals < 0) {
            binaryName = text;
            awaitsLength = true;
        }
    }

    /// The reader takes NUL bytes off a line's start, so of the length only the bytes up to the last that is not zero
    /// are
    /// certain. What follows them is found by the first byte of text.
    private void length(Line line) {
        awaitsLength = false;
        binary.reset();
        byte[] bytes = line.bytes();
        long length = 0;
        int count = Math.min(LENGTH_BYTES, line.length());
        for (int i = 0; i < count; i++) {
            length |= (bytes[line.start() + i] & 0xffL) << (8 * i);
        }
        binaryLeft = length <= 0 || length > LARGEST ? 0 : length;
        value(line, line.start() + count);
    }

    private void value(Line line, int from) {
        binary.write(line.bytes(), from, line.end() - from);
        binaryLeft -= line.end() - from;
        if (binaryLeft > 0) {
            binary.write('\n');
            binaryLeft--;
        }
        if (binaryLeft <= 0) {
            binaryLeft = 0;
            fields.put(binaryName, binary.toString(StandardCharsets.UTF_8));
        }
    }

    private void entry(Line line, Consumer<Line> inner) {
        String message = fields.get("MESSAGE");
        if (message != null && !"kernel".equals(fields.get("_TRANSPORT"))) {
            String time =
                    fields.getOrDefault("_SOURCE_REALTIME_TIMESTAMP", fields.getOrDefault("__REALTIME_TIMESTAMP", ""));
            line.outerNs(OuterTime.micros(time));
            String program = fields.getOrDefault("SYSLOG_IDENTIFIER", fields.getOrDefault("_COMM", ""));
            String pid = fields.getOrDefault("_PID", "");
            line.origin(program + (pid.isEmpty() ? "" : "[" + pid + "]"));
            for (String one : message.split("\r?\n", -1)) {
                Line opened = line.with(one);
                opened.strip(0);
                inner.accept(opened);
            }
        }
        fields.clear();
    }

    @Override
    public void end(Consumer<Line> inner) {
        if (!fields.isEmpty()) {
            entry(new Line(new byte[0], 0, 0), inner);
        }
    }
}
