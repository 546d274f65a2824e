package dev.vfr.ui.picture;

/// Which event happened when: the time of every n-th event, n chosen so that the index stays small.
public final class TimeIndex {

    private static final long SAMPLES_MAX = 1L << 20;

    private final LongColumn times = new LongColumn();
    private final int strideBits;
    private long lastNs = Long.MIN_VALUE;

    /// @param expectedCount how many events will be added, about
    TimeIndex(long expectedCount) {
        int bits = 0;
        while (expectedCount >>> bits > SAMPLES_MAX) {
            bits++;
        }
        strideBits = bits;
    }

    void add(long seq, long ns) {
        while (seq >>> strideBits > times.size()) {
            // Events are missing: nothing happened later than the last one before them.
            times.add(lastNs);
        }
        lastNs = Math.max(lastNs, ns);
        if (seq >>> strideBits == times.size()) {
            times.add(lastNs);
        }
    }

    /// How many events share one sample.
    public int stride() {
        return 1 << strideBits;
    }

    /// An event at or shortly before the last one that happened at or before `ns`: at most [#stride] too early.
    public long floorSeq(long ns) {
        return Math.max(0, times.floorIndex(ns)) << strideBits;
    }

    /// About how many events happened before `ns`.
    public long countBefore(long ns) {
        return times.countBelow(ns) << strideBits;
    }

    /// About when an event happened: not later than it did, at most [#stride] events too early.
    public long timeOf(long seq) {
        return times.isEmpty() ? 0 : times.get(Math.min(seq >>> strideBits, times.size() - 1));
    }
}
