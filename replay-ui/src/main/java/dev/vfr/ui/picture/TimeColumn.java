package dev.vfr.ui.picture;

/// Values over time, with the minimum, the maximum and the running sum of every block of 64, so that a pixel column of
/// any width is answered without walking what lies in it.
///
/// Times ascend: a time before the last one is taken for the last one, which happens where threads race.
public final class TimeColumn {

    private static final int BLOCK_BITS = 6;

    private final LongColumn times = new LongColumn();
    private final LongColumn values = new LongColumn();
    private final LongColumn blockMin = new LongColumn();
    private final LongColumn blockMax = new LongColumn();
    /// Sum of all values before the block.
    private final LongColumn blockSum = new LongColumn();

    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private long sum;
    private long sumAtBlock;

    void add(long ns, long value) {
        if (!values.isEmpty() && (values.size() & (1 << BLOCK_BITS) - 1) == 0) {
            blockMin.add(min);
            blockMax.add(max);
            blockSum.add(sumAtBlock);
            min = Long.MAX_VALUE;
            max = Long.MIN_VALUE;
            sumAtBlock = sum;
        }
        times.add(times.isEmpty() ? ns : Math.max(ns, times.last()));
        values.add(value);
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
    }

    public long size() {
        return times.size();
    }

    public boolean isEmpty() {
        return times.isEmpty();
    }

    public long time(long index) {
        return times.get(index);
    }

    public long value(long index) {
        return values.get(index);
    }

    /// How many lie before `ns`.
    public long countBefore(long ns) {
        return times.countBelow(ns);
    }

    /// The index of the last one at or before `ns`, -1 where there is none.
    public long floorIndex(long ns) {
        return times.floorIndex(ns);
    }

    /// The largest value of indices `from` to `to`, exclusive; `from` < `to`.
    public long max(long from, long to) {
        long best = Long.MIN_VALUE;
        for (long i = from; i < to; ) {
            long block = i >>> BLOCK_BITS;
            if (startsBlock(i) && i + (1 << BLOCK_BITS) <= to && block < blockMax.size()) {
                best = Math.max(best, blockMax.get(block));
                i += 1 << BLOCK_BITS;
            } else {
                best = Math.max(best, values.get(i++));
            }
        }
        return best;
    }

    /// The smallest value of indices `from` to `to`, exclusive; `from` < `to`.
    public long min(long from, long to) {
        long best = Long.MAX_VALUE;
        for (long i = from; i < to; ) {
            long block = i >>> BLOCK_BITS;
            if (startsBlock(i) && i + (1 << BLOCK_BITS) <= to && block < blockMin.size()) {
                best = Math.min(best, blockMin.get(block));
                i += 1 << BLOCK_BITS;
            } else {
                best = Math.min(best, values.get(i++));
            }
        }
        return best;
    }

    /// The sum of all values before `index`.
    public long sumBefore(long index) {
        long block = index >>> BLOCK_BITS;
        long total;
        if (block < blockSum.size()) {
            total = blockSum.get(block);
        } else if (block == blockSum.size()) {
            total = sumAtBlock;
        } else {
            return sum;
        }
        for (long i = block << BLOCK_BITS; i < index; i++) {
            total += values.get(i);
        }
        return total;
    }

    /// The sum of all values.
    public long sum() {
        return sum;
    }

    private static boolean startsBlock(long index) {
        return (index & (1 << BLOCK_BITS) - 1) == 0;
    }
}
