package dev.vfr.model.analysis.estimate;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How much STOP_COPY would have streamed of one device, had it been entered at a moment of pre-copy.
///
/// At an answer to MIG_DATA_SIZE it is the answer, at the real end what was streamed. Between two of them it falls by
/// what was read and rises evenly by what must have got dirty to lead from the one to the other.
final class DataLeft {

    /// How far the last answer may be from what was streamed, for the earlier ones to be believed.
    private static final double ERROR_MAX = 0.25;

    private static final long ERROR_MAX_BYTES = 1 << 20;

    private final List<Anchor> anchors;
    private final List<Mark> marks;

    /// A moment at which the size is known.
    private record Anchor(long ns, long left, long read) {}

    /// A moment at which it is known what had been read.
    private record Mark(long ns, long read) {}

    private DataLeft(List<Anchor> anchors, List<Mark> marks) {
        this.anchors = anchors;
        this.marks = marks;
    }

    /// Empty if the driver's answers are not shown, or proved wrong in the end.
    static Optional<DataLeft> of(SavedDevice device, long stoppedNs) {
        List<Anchor> anchors = new ArrayList<>();
        for (EstimatePoint point : device.history().sizePoints()) {
            long size = point.stopCopyLength().orElse(-1);
            if (size < 0) {
                return Optional.empty();
            }
            if (point.hasTime() && point.ns() < stoppedNs) {
                anchors.add(new Anchor(point.ns(), size, point.readBytes()));
            }
        }
        long streamed = device.history().stopCopy().bytes();
        long read = device.history().preCopy().bytes();
        if (anchors.isEmpty()) {
            return Optional.empty();
        }
        Anchor last = anchors.getLast();
        long expected = Math.max(0, last.left() - (read - last.read()));
        long error = Math.abs(streamed - expected);
        if (error > ERROR_MAX_BYTES && error > ERROR_MAX * Math.max(streamed, expected)) {
            return Optional.empty();
        }
        anchors.add(new Anchor(stoppedNs, streamed, read));
        return Optional.of(new DataLeft(anchors, marks(device, stoppedNs, read)));
    }

    private static List<Mark> marks(SavedDevice device, long stoppedNs, long read) {
        List<EstimatePoint> points = new ArrayList<>(device.history().driver());
        points.addAll(device.history().vmm());
        points.sort(Comparator.comparingLong(EstimatePoint::seq));
        List<Mark> marks = new ArrayList<>();
        long latest = EventHeader.UNKNOWN_NS;
        for (EstimatePoint point : points) {
            if (point.hasTime() && point.ns() < stoppedNs && point.ns() > latest) {
                marks.add(new Mark(point.ns(), point.readBytes()));
                latest = point.ns();
            }
        }
        marks.add(new Mark(stoppedNs, read));
        return marks;
    }

    /// The moments between which there is something to say.
    List<Long> moments() {
        return marks.stream()
                .map(Mark::ns)
                .filter(ns -> ns >= anchors.getFirst().ns())
                .toList();
    }

    /// Bytes, >= 0, at a moment from the first answer to the real switchover, where it got dirty evenly.
    long at(long ns) {
        return left(ns, part(ns, before(ns).ns(), after(ns).ns()));
    }

    /// Bytes whatever the pace at which it got dirty between two answers.
    Interval bounds(long ns) {
        long none = left(ns, 0);
        long all = left(ns, 1);
        return before(ns).ns() == ns
                ? new Interval(none, none)
                : new Interval(Math.min(none, all), Math.max(none, all));
    }

    private long left(long ns, double share) {
        Anchor before = before(ns);
        Anchor after = after(ns);
        double dirtied = after.left() - before.left() + (after.read() - before.read());
        return Math.max(0, (long) (before.left() - (readBy(ns) - before.read()) + dirtied * share));
    }

    private Anchor before(long ns) {
        Anchor before = anchors.getFirst();
        for (Anchor anchor : anchors) {
            if (anchor.ns() <= ns) {
                before = anchor;
            }
        }
        return before;
    }

    private Anchor after(long ns) {
        for (Anchor anchor : anchors) {
            if (anchor.ns() > ns) {
                return anchor;
            }
        }
        return anchors.getLast();
    }

    private double readBy(long ns) {
        Mark before = marks.getFirst();
        for (Mark mark : marks) {
            if (mark.ns() > ns) {
                return before.read() + (mark.read() - before.read()) * part(ns, before.ns(), mark.ns());
            }
            before = mark;
        }
        return before.read();
    }

    private static double part(long ns, long from, long to) {
        return to <= from ? 0 : Math.clamp((double) (ns - from) / (to - from), 0, 1);
    }
}
