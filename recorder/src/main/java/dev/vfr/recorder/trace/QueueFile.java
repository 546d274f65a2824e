package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// The bytes of a queue file, mapped for reading. May be used by several threads.
///
/// Traces are read without Chronicle Queue: a queue that somebody else wrote makes it load classes by name, a damaged
/// one makes it wait or end early without a word, and opening one takes longer than most reports.
final class QueueFile implements AutoCloseable {

    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHECKSUM_STEP = 1 << 20;

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;

    private QueueFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    static QueueFile open(Path path) throws TraceException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return map(path, channel);
        } catch (NoSuchFileException e) {
            throw new TraceException(Kind.MISSING, path + ": expected a file of the trace, found none", e);
        } catch (IOException e) {
            throw TraceException.io(path, "read", e);
        }
    }

    private static QueueFile map(Path path, FileChannel channel) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new QueueFile(path, arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return bytes.byteSize();
    }

    /// The word at a place that is a multiple of 4.
    int word(long place) {
        return bytes.get(WORD, place);
    }

    /// The eight bytes at a place.
    long number(long place) {
        return bytes.get(NUMBER, place);
    }

    /// The sequence number in the record at `record`.
    long seq(long record) {
        return number(record + RecordFrame.SEQ_AT);
    }

    void copy(long place, byte[] to, int length) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, place, to, 0, length);
    }

    /// CRC32C of the whole file.
    int checksum() {
        CRC32C crc = new CRC32C();
        for (long place = 0; place < size(); place += CHECKSUM_STEP) {
            long length = Math.min(CHECKSUM_STEP, size() - place);
            crc.update(bytes.asSlice(place, length).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    /// The first place from `from` on, a multiple of 4, whose word is not 0; the file's size where there is none.
    long firstNonZero(long from) {
        for (long place = from; place + FrameCursor.WORD_BYTES <= size(); place += FrameCursor.WORD_BYTES) {
            if (word(place) != 0) {
                return place;
            }
        }
        return size();
    }

    @Override
    public void close() {
        arena.close();
    }
}
