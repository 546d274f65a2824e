package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the path of one device as the events come.
public final class PathTracker {

    /// A path is for people; one that is longer than this keeps its beginning and says so by its count.
    private static final int ENTRIES_MAX = 100_000;

    /// One state, with times on the host clock.
    public static final class Entry {
        public final DeviceState state;
        public final long enteredNs;
        public final long seq;
        public final boolean observed;
        public final Report.Cause cause;

        public @Nullable Leg leg;

        public long leftNs = EventHeader.UNKNOWN_NS;

        public Entry(
                DeviceState state, long enteredNs, long seq, boolean observed, Report.Cause cause, @Nullable Leg leg) {
            this.state = state;
            this.enteredNs = enteredNs;
            this.seq = seq;
            this.observed = observed;
            this.cause = cause;
            this.leg = leg;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long dropped;

    /// The device was introduced: RUNNING, as every device that was just opened.
    void begin(long seq) {
        if (entries.isEmpty()) {
            entries.add(new Entry(DeviceState.RUNNING, EventHeader.UNKNOWN_NS, seq, false, Report.Cause.INITIAL, null));
        }
    }

    void add(StateChange change, @Nullable Leg leg) {
        for (DeviceState state : change.middle()) {
            Entry middle = new Entry(state, EventHeader.UNKNOWN_NS, change.seq(), false, Report.Cause.INFERRED, leg);
            append(middle, change.calledNs());
        }
        Report.Cause cause = switch (change.cause()) {
            case SET, ANNOUNCED -> Report.Cause.SET;
            case RECOVER -> Report.Cause.RECOVER;
            case RESET -> Report.Cause.RESET;
            case FOUND -> Report.Cause.INFERRED;
        };
        append(new Entry(change.to(), change.enteredNs(), change.seq(), true, cause, leg), change.calledNs());
    }

    /// The entries since an event are of a migration that shows only now.
    void adopt(long sinceSeq, @Nullable Leg leg) {
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).seq >= sinceSeq; i--) {
            entries.get(i).leg = leg;
        }
    }

    public List<Entry> entries() {
        return entries;
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

    /// How many entries did not fit.
    public long dropped() {
        return dropped;
    }
}
