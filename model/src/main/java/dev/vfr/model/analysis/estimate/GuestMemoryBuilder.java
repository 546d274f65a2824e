package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.estimate.GuestMemoryHistory.Point;
import dev.vfr.model.analysis.estimate.GuestMemoryWatcher.Devices;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gathers a [GuestMemoryHistory] sum by sum.
final class GuestMemoryBuilder {

    /// How many points are kept at most; of more every second goes.
    private static final int KEPT_MAX = 2048;

    private final int process;
    private final Map<Integer, VmmEstimated> devices = new HashMap<>();
    private final List<Point> points = new ArrayList<>();
    private long stride = 1;
    private long count;
    private @Nullable Point last;
    private long firstSeq;
    private long dirtied;
    private long syncs;
    private long readSince;
    private long insideSince;
    private long sentBytes;
    private long readBytes;
    private long busyNs;
    private long insideNs;
    private boolean unknown;

    GuestMemoryBuilder(int process) {
        this.process = process;
    }

    /// The VMM's copy of one device's figures, which goes into the next sum.
    void estimated(VmmEstimated event) {
        devices.put(event.header().device(), event);
    }

    void read(EventHeader header, long bytes) {
        readSince += bytes;
        insideSince += header.hasDuration() ? header.durationNs() : 0;
    }

    /// Takes a sum.
    ///
    /// @param exact whether the VMM looked for dirty pages just before
    /// @param shares what it has of the devices
    void pending(EventHeader header, long bytes, boolean exact, Devices shares) {
        if (!header.hasTime() || shares == Devices.UNKNOWN) {
            unknown |= shares == Devices.UNKNOWN;
            return;
        }
        long devicesBytes = ofDevices(shares);
        if (devicesBytes < 0) {
            // Figures of 2^63 and more are a driver's fault, and say nothing about memory.
            return;
        }
        long left = Math.max(0, bytes - devicesBytes);
        Point before = last;
        long syncedNs = before == null ? header.timeNs() : before.syncedNs();
        if (before == null) {
            firstSeq = header.seq();
        } else if (exact) {
            dirtied += Math.max(0, left - before.leftBytes());
            syncs++;
            syncedNs = header.timeNs();
        } else {
            moved(before, left, header.timeNs());
        }
        Point point = new Point(header.seq(), header.timeNs(), left, dirtied, syncedNs);
        keep(point);
        last = point;
        readSince = 0;
        insideSince = 0;
    }

    /// Between a sum and the next one nothing gets dirty that the VMM knows of.
    private void moved(Point before, long left, long ns) {
        long sent = before.leftBytes() - left;
        if (sent > 0 && ns > before.ns()) {
            sentBytes += sent;
            readBytes += readSince;
            busyNs += ns - before.ns();
            insideNs += insideSince;
        }
    }

    private long ofDevices(Devices shares) {
        long sum = 0;
        for (VmmEstimated device : devices.values()) {
            long preCopy = device.initialBytes().orElse(0) + device.dirtyBytes().orElse(0);
            long stopCopy = device.stopCopyBytes().orElse(0);
            sum += switch (shares) {
                case PRE_COPY, UNKNOWN -> preCopy;
                case STOP_COPY -> stopCopy;
                case BOTH -> preCopy + stopCopy;
            };
        }
        return sum;
    }

    private void keep(Point point) {
        if (count++ % stride != 0) {
            return;
        }
        if (points.size() == KEPT_MAX) {
            for (int i = 0; i < KEPT_MAX / 2; i++) {
                points.set(i, points.get(2 * i));
            }
            points.subList(KEPT_MAX / 2, KEPT_MAX).clear();
            stride *= 2;
        }
        points.add(point);
    }

    /// Empty if there was no sum, or the release is not shown whose sums they are.
    Optional<GuestMemoryHistory> result() {
        Point end = last;
        if (end == null || unknown) {
            return Optional.empty();
        }
        List<Point> all = new ArrayList<>(points);
        if (all.isEmpty() || all.getLast().seq() != end.seq()) {
            all.add(end);
        }
        return Optional.of(new GuestMemoryHistory(
                process, firstSeq, end.seq(), all, syncs, sentBytes, readBytes, busyNs, insideNs));
    }
}
