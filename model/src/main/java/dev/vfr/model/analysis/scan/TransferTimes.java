package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.EventHeader;
import java.util.OptionalLong;

/// How long the calls took that moved a device's data, and how long the VMM let pass between them.
///
/// The time of the calls is known only where the source shows the duration of every one of them.
public final class TransferTimes {

    private long calls;
    private boolean timed = true;
    private long busyNs;
    private long betweenNs;
    private long longestNs = -1;
    private long longestSeq = -1;
    private long longestBytes;
    private long longestGapNs = -1;
    private long longestGapSeq = -1;
    private long lastEndNs = EventHeader.UNKNOWN_NS;

    /// A call that moved `bytes`.
    void add(EventHeader header, long bytes) {
        calls++;
        if (!header.hasTime()) {
            timed = false;
            return;
        }
        if (lastEndNs != EventHeader.UNKNOWN_NS) {
            gap(header.timeNs() - lastEndNs, header.seq());
        }
        if (header.hasDuration()) {
            long ns = header.endNs() - header.timeNs();
            busyNs += ns;
            lastEndNs = header.endNs();
            if (ns > longestNs) {
                longestNs = ns;
                longestSeq = header.seq();
                longestBytes = bytes;
            }
        } else {
            timed = false;
            lastEndNs = header.timeNs();
        }
    }

    /// Several calls that were put together: how long each took is not shown.
    void merged(EventHeader header) {
        timed = false;
        calls++;
        lastEndNs = header.hasDuration() ? header.endNs() : header.timeNs();
    }

    private void gap(long ns, long seq) {
        if (ns > 0) {
            betweenNs += ns;
            if (ns > longestGapNs) {
                longestGapNs = ns;
                longestGapSeq = seq;
            }
        }
    }

    private boolean known() {
        return calls > 0 && timed;
    }

    /// All calls together, ns.
    public OptionalLong busyNs() {
        return known() ? OptionalLong.of(busyNs) : OptionalLong.empty();
    }

    /// Between the end of one and the begin of the next, together, ns.
    public OptionalLong betweenNs() {
        return known() ? OptionalLong.of(betweenNs) : OptionalLong.empty();
    }

    /// The longest call, ns.
    public OptionalLong longestNs() {
        return known() ? OptionalLong.of(longestNs) : OptionalLong.empty();
    }

    /// The event that shows the longest call, -1 where none does.
    public long longestSeq() {
        return longestSeq;
    }

    /// What the longest call moved.
    public long longestBytes() {
        return longestBytes;
    }

    /// The longest time between two of them, ns.
    public OptionalLong longestGapNs() {
        return known() && longestGapNs >= 0 ? OptionalLong.of(longestGapNs) : OptionalLong.empty();
    }

    /// The call at the end of the longest time between two of them, -1 where there is none.
    public long longestGapSeq() {
        return longestGapSeq;
    }

    /// How many calls, a lower bound where some were put together.
    public long calls() {
        return calls;
    }
}
