package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the path of one device as the events come: [DevicePath].
final class PathTracker {

    /// A path is for people; one that is longer than this keeps its beginning and says so by its count.
    private static final int ENTRIES_MAX = 100_000;

    private final List<Entry> entries = new ArrayList<>();
    private long dropped;

    private static final class Entry {

        private final DeviceState state;
        private final long enteredNs;
        private final long seq;
        private final boolean observed;
        private final Report.Cause cause;
        private @Nullable OpenSide side;
        private long leftNs = EventHeader.UNKNOWN_NS;

        private Entry(
                DeviceState state,
                long enteredNs,
                long seq,
                boolean observed,
                Report.Cause cause,
                @Nullable OpenSide side) {
            this.state = state;
            this.enteredNs = enteredNs;
            this.seq = seq;
            this.observed = observed;
            this.cause = cause;
            this.side = side;
        }

        private DevicePath.Entry build(Map<OpenSide, MigrationSide> built) {
            return new DevicePath.Entry(
                    state,
                    enteredNs,
                    leftNs,
                    observed,
                    cause,
                    Optional.ofNullable(side).map(built::get));
        }
    }

    /// The device was introduced: RUNNING, as every device that was just opened.
    void begin(long seq) {
        if (entries.isEmpty()) {
            entries.add(new Entry(DeviceState.RUNNING, EventHeader.UNKNOWN_NS, seq, false, Report.Cause.INITIAL, null));
        }
    }

    /// Takes a move of the device.
    ///
    /// @param side what it belongs to, null if to no migration
    void add(ArcJoin.Move move, @Nullable OpenSide side) {
        move.shown().ifPresent(change -> add(change, side));
        // The request that the arcs are part of returns after them, and may begin a migration.
        move.arcsSince().ifPresent(seq -> adopt(seq, side));
    }

    private void add(StateChange change, @Nullable OpenSide side) {
        for (DeviceState state : change.middle()) {
            Entry middle = new Entry(state, EventHeader.UNKNOWN_NS, change.seq(), false, Report.Cause.INFERRED, side);
            append(middle, change.calledNs());
        }
        Report.Cause cause = switch (change.cause()) {
            case SET, ANNOUNCED -> Report.Cause.SET;
            case RECOVER -> Report.Cause.RECOVER;
            case RESET -> Report.Cause.RESET;
            case FOUND -> Report.Cause.INFERRED;
        };
        append(new Entry(change.to(), change.enteredNs(), change.seq(), true, cause, side), change.calledNs());
    }

    /// The entries since an event are of a migration that shows only now.
    private void adopt(long sinceSeq, @Nullable OpenSide side) {
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).seq >= sinceSeq; i--) {
            entries.get(i).side = side;
        }
    }

    /// @param leavesNs when the state before was left: the entry of the call that ended it
    private void append(Entry entry, long leavesNs) {
        if (entries.size() >= ENTRIES_MAX) {
            dropped++;
            return;
        }
        Entry last = entries.isEmpty() ? null : entries.getLast();
        if (last == null || last.state != entry.state) {
            if (last != null && last.cause != Report.Cause.INFERRED) {
                last.leftNs = leavesNs;
            }
            entries.add(entry);
        } else if (!last.observed && entry.cause != Report.Cause.RESET) {
            // What was only inferred so far is now shown.
            entries.set(entries.size() - 1, entry);
        }
    }

    DevicePath build(Map<OpenSide, MigrationSide> built) {
        return new DevicePath(entries.stream().map(entry -> entry.build(built)).toList(), dropped);
    }
}
