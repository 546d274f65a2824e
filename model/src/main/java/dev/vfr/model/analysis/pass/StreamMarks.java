package dev.vfr.model.analysis.pass;

import java.util.Arrays;

/// When the k-th byte of a device's stream had moved, for some k: a bounded sample.
///
/// A mark says "byte `position` moved no later than `ns`". Leaving marks out makes the bounds drawn from them weaker,
/// never wrong.
public final class StreamMarks {

    private static final int LIMIT = 1024;
    /// A trace may have thousands of migrations, most of them of few chunks.
    private static final int FIRST = 16;

    private final long[] positions;
    private final long[] times;
    private final long last;

    private StreamMarks(Builder builder) {
        this.positions = Arrays.copyOf(builder.positions, builder.size);
        this.times = Arrays.copyOf(builder.times, builder.size);
        this.last = builder.last;
    }

    /// Takes the marks in the order of the stream.
    static final class Builder {

        private long[] positions = new long[FIRST];
        private long[] times = new long[FIRST];
        private int size;
        private long stride = 1;
        private long seen;
        private boolean exact = true;
        private long last;

        /// The stream has reached `position` bytes at `ns`.
        void add(long position, long ns) {
            last = position;
            if (!exact || seen++ % stride != 0) {
                return;
            }
            if (size == LIMIT) {
                for (int i = 0; i < LIMIT / 2; i++) {
                    positions[i] = positions[2 * i];
                    times[i] = times[2 * i];
                }
                size = LIMIT / 2;
                stride *= 2;
            }
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, 2 * size);
                times = Arrays.copyOf(times, 2 * size);
            }
            positions[size] = position;
            times[size] = ns;
            size++;
        }

        /// From here on positions are not known: data moved whose size is not shown.
        void loseCount() {
            exact = false;
        }

        StreamMarks build() {
            return new StreamMarks(this);
        }
    }

    public int size() {
        return positions.length;
    }

    public long position(int i) {
        return positions[i];
    }

    public long ns(int i) {
        return times[i];
    }

    /// No less than what moved between two moments.
    public long atMost(long fromNs, long toNs) {
        long before = 0;
        for (int i = 0; i < positions.length; i++) {
            if (times[i] < fromNs) {
                before = positions[i];
            } else if (times[i] > toNs) {
                // The mark itself is beyond; what was left out before it may not be.
                return positions[i] - 1 - before;
            }
        }
        return last - before;
    }

    /// Index of the first mark at or after byte `position`, -1 if there is none.
    public int firstFrom(long position) {
        int found = Arrays.binarySearch(positions, position);
        int at = found >= 0 ? found : -found - 1;
        return at < positions.length ? at : -1;
    }
}
