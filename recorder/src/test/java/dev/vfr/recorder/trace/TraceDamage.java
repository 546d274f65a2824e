package dev.vfr.recorder.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Damages a trace on disk, for tests. The events are numbered as in the trace while it was intact.
public final class TraceDamage {

    private static final int PAGE = 4096;

    private final Path file;
    private final List<Integer> words = new ArrayList<>();
    private byte[] bytes;

    private TraceDamage(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /// Looks where the records of an intact trace are.
    public static TraceDamage of(Path trace) throws TraceException, IOException {
        Path file = new TraceFiles(trace).queueFile();
        TraceDamage damage = new TraceDamage(file, Files.readAllBytes(file));
        try (QueueFile queue = QueueFile.open(file)) {
            FrameCursor cursor = new FrameCursor(queue, QueueHeader.check(queue, "SCQStore"));
            while (cursor.advance() == FrameCursor.Step.RECORD) {
                damage.words.add(Math.toIntExact(cursor.position() - FrameCursor.WORD_BYTES));
            }
        }
        return damage;
    }

    /// How many events there are.
    public int events() {
        return words.size();
    }

    /// The place of the frame word of an event.
    public int placeOf(int event) {
        return words.get(event);
    }

    /// Flips a bit in an event.
    public TraceDamage flip(int event) throws IOException {
        return flipByte(placeOf(event) + 40);
    }

    /// Flips a bit in the length before an event.
    public TraceDamage flipLength(int event) throws IOException {
        return flipByte(placeOf(event));
    }

    private TraceDamage flipByte(int at) throws IOException {
        bytes[at] ^= 8;
        return write();
    }

    /// Zeroes the page that an event begins in.
    public TraceDamage zeroPageOf(int event) throws IOException {
        int page = placeOf(event) / PAGE * PAGE;
        Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE), (byte) 0);
        return write();
    }

    /// Zeroes everything from an event on.
    public TraceDamage zeroFrom(int event) throws IOException {
        Arrays.fill(bytes, placeOf(event), bytes.length, (byte) 0);
        return write();
    }

    /// Fills an event and all up to another one with noise.
    public TraceDamage noise(int from, int to) throws IOException {
        for (int i = placeOf(from); i < placeOf(to); i++) {
            bytes[i] = (byte) ((i * 31 + i / 7) & 0x7f);
        }
        return write();
    }

    /// Takes events out of the file, so that those behind them follow directly.
    public TraceDamage cutOut(int from, int to) throws IOException {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length);
        System.arraycopy(bytes, placeOf(to), shorter, placeOf(from), bytes.length - placeOf(to));
        Arrays.fill(shorter, bytes.length - placeOf(to) + placeOf(from), bytes.length, (byte) 0);
        bytes = shorter;
        return write();
    }

    /// Cuts the file in the middle of an event.
    public TraceDamage cutIn(int event) throws IOException {
        return cutAt(placeOf(event) + 20);
    }

    /// Cuts the file.
    public TraceDamage cutAt(int size) throws IOException {
        bytes = Arrays.copyOf(bytes, size);
        return write();
    }

    private TraceDamage write() throws IOException {
        Files.write(file, bytes);
        return this;
    }
}
