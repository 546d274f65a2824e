package dev.vfr.samples.image;

import dev.vfr.model.event.Crc32c;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A stream that is put together at one end, from bytes that matter and data that does not, and taken at the other.
public final class ByteRuns {

    private final Pattern pattern;
    private final Deque<Run> runs = new ArrayDeque<>();
    private long patternPosition;
    private long lengthBytes;
    private long crc;

    /// What is left of one call that put something in.
    private sealed interface Run {

        long length();

        record Literal(StateData bytes) implements Run {
            @Override
            public long length() {
                return bytes.length();
            }
        }

        record Filled(long position, long length) implements Run {}
    }

    public ByteRuns(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Bytes that can be taken.
    public long lengthBytes() {
        return lengthBytes;
    }

    /// The CRC32C of everything that was ever put in.
    public long crc32c() {
        return crc;
    }

    public void put(byte[] bytes) {
        if (bytes.length > 0) {
            add(new Run.Literal(StateData.of(bytes)), Crc32c.of(bytes, 0, bytes.length));
        }
    }

    /// Puts so much of the pattern in.
    public void fill(long bytes) {
        if (bytes > 0) {
            add(new Run.Filled(patternPosition, bytes), pattern.crc32c(patternPosition, bytes));
            patternPosition += bytes;
        }
    }

    private void add(Run run, long runCrc) {
        runs.add(run);
        lengthBytes += run.length();
        crc = Crc32c.join(crc, runCrc, run.length());
    }

    /// Takes up to `max` bytes out.
    public StateData take(int max) {
        List<StateData> pieces = new ArrayList<>(2);
        for (int left = (int) Math.min(max, lengthBytes); left > 0; ) {
            Run run = runs.remove();
            int taken = (int) Math.min(left, run.length());
            pieces.add(
                    switch (run) {
                        case Run.Literal(StateData bytes) -> bytes.slice(0, taken);
                        case Run.Filled(long position, long ignored) -> pattern.data(position, taken);
                    });
            if (taken < run.length()) {
                runs.addFirst(rest(run, taken));
            }
            left -= taken;
            lengthBytes -= taken;
        }
        return JoinedData.of(pieces);
    }

    private static Run rest(Run run, int taken) {
        return switch (run) {
            case Run.Literal(StateData bytes) -> new Run.Literal(bytes.slice(taken, bytes.length() - taken));
            case Run.Filled(long position, long length) -> new Run.Filled(position + taken, length - taken);
        };
    }
}
