package dev.vfr.model.analysis.diff;

import dev.vfr.model.event.Crc32c;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.EventHeader;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The bytes that moved through a device's data_fd, as digests of all bytes up to some offsets: a bounded sample of
/// the ends of chunks.
///
/// Which ends are kept depends on the offsets alone, so that two streams keep the same ones wherever both have one.
final class ByteMarks {

    private static final int MARKS_MAX = 1 << 16;

    /// All bytes up to here.
    ///
    /// @param digest of all bytes from the first on; null if it is not known
    record Mark(@Nullable Long digest, EventHeader header) {}

    private final TreeMap<Long, Mark> marks = new TreeMap<>();
    private long mask;
    private long position;
    private @Nullable Long digest = 0L;
    private boolean counted = true;

    /// A chunk moved.
    void add(EventHeader header, long bytes, Optional<Digest> ofChunk) {
        if (!counted || bytes <= 0) {
            return;
        }
        position += bytes;
        Long before = digest;
        digest = before == null
                        || ofChunk.isEmpty()
                        || !ofChunk.get().algorithm().equals("crc32c")
                ? null
                : Crc32c.join(before, ofChunk.get().value(), bytes);
        if ((scattered(position) & mask) == 0) {
            marks.put(position, new Mark(digest, header));
        }
        while (marks.size() > MARKS_MAX) {
            mask = 2 * mask + 1;
            marks.keySet().removeIf(end -> (scattered(end) & mask) != 0);
        }
    }

    /// A chunk moved whose size is not shown: from here on offsets are not known.
    void loseCount() {
        counted = false;
    }

    boolean isCounted() {
        return counted;
    }

    /// Bytes that moved, as far as they could be counted.
    long position() {
        return position;
    }

    /// By the offset behind the last byte.
    NavigableMap<Long, Mark> marks() {
        return marks;
    }

    /// The first mark behind an offset.
    Optional<Mark> after(long offset) {
        return Optional.ofNullable(marks.higherEntry(offset)).map(Map.Entry::getValue);
    }

    /// Spreads offsets, which are often multiples of a page, over all bits.
    private static long scattered(long offset) {
        long bits = offset * 0x9e37_79b9_7f4a_7c15L;
        return bits >>> 32;
    }
}
