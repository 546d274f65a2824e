package dev.vfr.ui.picture;

import java.util.Arrays;

/// A growing list of `long` in segments, so that it grows without copying what it holds.
public final class LongColumn {

    private static final int SEGMENT_BITS = 13;
    private static final int SEGMENT_SIZE = 1 << SEGMENT_BITS;

    private long[][] segments = new long[4][];
    private long size;

    public void add(long value) {
        int segment = (int) (size >>> SEGMENT_BITS);
        if (segment == segments.length) {
            segments = Arrays.copyOf(segments, 2 * segment);
        }
        if (segments[segment] == null) {
            segments[segment] = new long[SEGMENT_SIZE];
        }
        segments[segment][(int) (size & SEGMENT_SIZE - 1)] = value;
        size++;
    }

    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long get(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
        return segments[(int) (index >>> SEGMENT_BITS)][(int) (index & SEGMENT_SIZE - 1)];
    }

    public long last() {
        return get(size - 1);
    }

    /// In an ascending column, how many values lie below `value`: the index of the first that does not.
    public long countBelow(long value) {
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (get(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// In an ascending column, the index of the last value that is at most `value`, -1 where there is none.
    public long floorIndex(long value) {
        return value == Long.MAX_VALUE ? size - 1 : countBelow(value + 1) - 1;
    }
}
