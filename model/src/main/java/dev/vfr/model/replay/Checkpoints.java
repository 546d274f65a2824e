package dev.vfr.model.replay;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.MigrationState;
import java.util.ArrayList;
import java.util.List;

/// States kept at regular positions of a trace, so that any position is a short replay away.
///
/// Memory is bounded: when there are too many, every second one is dropped and the interval doubles. Not safe for use
/// by two threads.
public final class Checkpoints {

    private static final int DEFAULT_INTERVAL = 512;
    private static final int DEFAULT_LIMIT = 32_768;

    /// One kept state.
    ///
    /// @param state after the events before a position
    /// @param latestNs the latest time on the trace's axis among these events, UNKNOWN_NS where none had one
    record Mark(MigrationState state, long latestNs) {}

    private static final Mark START = new Mark(MigrationState.EMPTY, EventHeader.UNKNOWN_NS);

    private final int limit;
    private long interval;
    private List<Mark> marks = new ArrayList<>(List.of(START));

    public Checkpoints() {
        this(DEFAULT_INTERVAL, DEFAULT_LIMIT);
    }

    /// Checkpoints at first every `interval` events, at most `limit` of them.
    Checkpoints(long interval, int limit) {
        if (interval < 1 || limit < 2) {
            throw new IllegalArgumentException("interval " + interval + ", limit " + limit);
        }
        this.interval = interval;
        this.limit = limit;
    }

    /// How many events lie between two checkpoints now.
    public long interval() {
        return interval;
    }

    /// Takes the state if it is one that comes next. Where the event between the two is behind a gap in the trace, the
    /// state before it holds for all of the gap.
    void offer(MigrationState before, long beforeNs, MigrationState state, long latestNs) {
        while (state.events() > marks.size() * interval) {
            keep(new Mark(before, beforeNs));
        }
        if (state.events() == marks.size() * interval) {
            keep(new Mark(state, latestNs));
        }
    }

    private void keep(Mark mark) {
        marks.add(mark);
        if (marks.size() > limit) {
            List<Mark> half = new ArrayList<>(limit);
            for (int i = 0; i < marks.size(); i += 2) {
                half.add(marks.get(i));
            }
            marks = half;
            interval *= 2;
        }
    }

    /// The last checkpoint at or before `position`.
    Mark before(long position) {
        return marks.get((int) Math.min(marks.size() - 1L, position / interval));
    }

    /// The last checkpoint of which no event is later than `ns`.
    Mark beforeTime(long ns) {
        int low = 0;
        int high = marks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (marks.get(middle).latestNs() <= ns) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return marks.get(low);
    }
}
