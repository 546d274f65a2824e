package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.estimate.GuestMemoryHistory.Point;
import dev.vfr.model.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much guest memory a switchover at a moment of pre-copy would have had to send.
///
/// What the VMM knows to be left is interpolated between its sums. What got dirty since it looked last is known to
/// it only at its next look: the interval says none to all of that, and the middle an even pace.
final class MemoryLeft {

    /// What was sent must be this much to measure its rate.
    private static final long SENT_MIN_BYTES = 1 << 20;

    private final GuestMemoryHistory history;
    private final List<Sync> syncs = new ArrayList<>();

    /// A look for dirty pages: all that had got dirty by then.
    private record Sync(long ns, long dirtied) {}

    private MemoryLeft(GuestMemoryHistory history) {
        this.history = history;
        for (Point point : history.points()) {
            if (syncs.isEmpty() || point.syncedNs() > syncs.getLast().ns()) {
                syncs.add(new Sync(point.syncedNs(), point.dirtiedBytes()));
            }
        }
    }

    /// Empty if the VMM's sums are not shown, or none of them came after a look for dirty pages.
    static Optional<MemoryLeft> of(SavedDevice any) {
        for (GuestMemoryHistory history :
                any.source().trace().facts().of(GuestMemoryHistory.class).first()) {
            boolean its = history.process() == any.source().process()
                    && history.firstSeq() >= any.source().startSeq()
                    && history.lastSeq() <= any.source().lastSeq();
            if (its && history.syncs() > 0) {
                return Optional.of(new MemoryLeft(history));
            }
        }
        return Optional.empty();
    }

    /// Bytes at a moment, an even pace assumed.
    double at(long ns) {
        return known(ns) + evenly(ns) - dirtiedBy(ns);
    }

    /// Bytes at a moment, whatever the pace.
    Interval bounds(long ns) {
        double known = known(ns);
        Sync before = syncs.getFirst();
        double most = -1;
        for (Sync sync : syncs) {
            if (sync.ns() <= ns) {
                before = sync;
            } else if (most < 0) {
                most = known + sync.dirtied() - before.dirtied();
            }
        }
        double high = most < 0 ? known + 2 * (evenly(ns) - before.dirtied()) : most;
        return new Interval((long) Math.max(0, known), (long) Math.max(0, high));
    }

    /// ns a byte as it went over in pre-copy, other work of the VMM included; empty if too little went.
    Optional<Double> pace() {
        boolean enough = history.sentBytes() >= SENT_MIN_BYTES && history.busyNs() > 0;
        return enough
                ? Optional.of((double) history.busyNs() / (history.sentBytes() + history.readBytes()))
                : Optional.empty();
    }

    /// The same without the time in reads of devices, which a switchover to nothing but memory does not have.
    Optional<Double> paceWithoutReads() {
        return pace().map(pace ->
                pace * (history.busyNs() - Math.min(history.insideNs(), history.busyNs())) / history.busyNs());
    }

    /// Dirty by the last look, and not sent.
    private double known(long ns) {
        Point before = history.points().getFirst();
        for (Point point : history.points()) {
            if (point.ns() > ns) {
                long sent = before.leftBytes() + point.dirtiedBytes() - before.dirtiedBytes() - point.leftBytes();
                double share = ns <= before.ns() ? 0 : (double) (ns - before.ns()) / (point.ns() - before.ns());
                return before.leftBytes() - sent * share;
            }
            before = point;
        }
        return before.leftBytes();
    }

    private double dirtiedBy(long ns) {
        double dirtied = 0;
        for (Point point : history.points()) {
            if (point.ns() <= ns) {
                dirtied = point.dirtiedBytes();
            }
        }
        return dirtied;
    }

    /// All that had got dirty by a moment, even pace between two looks, and as in the last stretch after the last.
    private double evenly(long ns) {
        Sync before = syncs.getFirst();
        Sync previous = before;
        for (Sync sync : syncs) {
            if (sync.ns() > ns) {
                return before.dirtied() + (sync.dirtied() - before.dirtied()) * part(ns, before.ns(), sync.ns());
            }
            previous = before;
            before = sync;
        }
        long span = before.ns() - previous.ns();
        double rate = span <= 0 ? 0 : (double) (before.dirtied() - previous.dirtied()) / span;
        return before.dirtied() + rate * Math.max(0, ns - before.ns());
    }

    private static double part(long ns, long from, long to) {
        return to <= from ? 0 : Math.clamp((double) (ns - from) / (to - from), 0, 1);
    }
}
