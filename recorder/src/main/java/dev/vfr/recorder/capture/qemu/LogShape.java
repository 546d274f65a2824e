package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.text.LineReader;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/// Finds in the first bytes of a file what only QEMU prints.
public final class LogShape {

    private static final String IN_MEMORY = "";

    private LogShape() {}

    /// The index of the first line of a trace log, -1 where there is none.
    public static int firstTraceLine(byte[] head) throws EventSourceException {
        try (QemuLogCursor log = new QemuLogCursor(new ByteArrayInputStream(head), IN_MEMORY, CaptureCursor.NO_TIME)) {
            return log.firstTraceLine();
        }
    }

    /// The index of the first message, -1 where there is none.
    public static int firstMessage(byte[] head) throws EventSourceException {
        return firstMessageLine(head).map(Found::line).orElse(-1);
    }

    /// The program that printed the first message.
    public static Optional<String> program(byte[] head) throws EventSourceException {
        return firstMessageLine(head).map(Found::program);
    }

    /// The first time stamp, ns since 1970-01-01T00:00:00Z; [CaptureCursor#NO_TIME] where there is none.
    public static long firstTimeNs(byte[] head) throws EventSourceException {
        LinePrefix prefix = new LinePrefix();
        try (LineReader lines = new LineReader(new ByteArrayInputStream(head), IN_MEMORY)) {
            while (lines.next()) {
                prefix.parse(lines.buffer(), lines.start(), lines.end());
                if (prefix.hasTime()) {
                    return prefix.timeNs();
                }
            }
        }
        return CaptureCursor.NO_TIME;
    }

    private record Found(int line, String program) {}

    private static Optional<Found> firstMessageLine(byte[] head) throws EventSourceException {
        LinePrefix prefix = new LinePrefix();
        MessageLine message = new MessageLine();
        try (LineReader lines = new LineReader(new ByteArrayInputStream(head), IN_MEMORY)) {
            while (lines.next()) {
                prefix.parse(lines.buffer(), lines.start(), lines.end());
                if (message.parse(lines.buffer(), prefix.bodyStart(), lines.end(), prefix.isIso())) {
                    return Optional.of(new Found(
                            (int) lines.number() - 1, message.program().orElse("")));
                }
            }
        }
        return Optional.empty();
    }
}
