package dev.vfr.model.replay;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.Step;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A cursor in a trace: the state after any number of its events, forward and back.
///
/// The position is the number of the event that comes next, 0 to [#count]; the event at the cursor is the last one
/// applied. Where events are missing, the state stands still: one applied loss is the event at the cursor for all of
/// them. Going back restores the nearest checkpoint and replays forward, so that the state is always what a replay
/// from the start gives. Owned by one thread.
public final class ReplaySession implements AutoCloseable {

    private final EventSource source;
    private final TraceClock clock;
    private final Checkpoints checkpoints;

    private EventSource.@Nullable EventReader reader;

    /// An event that was read and not applied, since it is behind the gap that was sought.
    private @Nullable MigrationEvent pending;

    private MigrationState state = MigrationState.EMPTY;
    private long latestNs = EventHeader.UNKNOWN_NS;
    private @Nullable Moment moment;

    /// A session at position 0 that reads the trace once to learn its clocks.
    public static ReplaySession over(EventSource source) throws EventSourceException {
        return new ReplaySession(source, TraceClock.of(source), new Checkpoints());
    }

    /// A session at position 0.
    ///
    /// @param clock the clock of this source
    /// @param checkpoints those of an earlier session over the same source, or fresh ones
    public ReplaySession(EventSource source, TraceClock clock, Checkpoints checkpoints) {
        this.source = source;
        this.clock = clock;
        this.checkpoints = checkpoints;
    }

    /// How many events the trace has, missing ones included.
    public long count() {
        return source.count();
    }

    /// The number of the event that comes next.
    public long position() {
        return state.events();
    }

    /// The state after the events that were applied.
    public MigrationState state() {
        return state;
    }

    public TraceClock clock() {
        return clock;
    }

    /// The event at the cursor with the states around it; empty at position 0.
    public Optional<Moment> moment() throws EventSourceException {
        if (moment == null && position() > 0) {
            seek(position());
        }
        return Optional.ofNullable(moment);
    }

    /// Applies one more event.
    ///
    /// @return the event that was applied, empty at the end
    public Optional<MigrationEvent> step() throws EventSourceException {
        return advance(Long.MAX_VALUE) ? Optional.of(current().event()) : Optional.empty();
    }

    /// Takes the last event back.
    ///
    /// @return whether there was one
    public boolean stepBack() throws EventSourceException {
        if (position() == 0) {
            return false;
        }
        seek(position() - 1);
        return true;
    }

    /// Goes to the state after all events whose numbers are below `position`.
    ///
    /// @throws IndexOutOfBoundsException where the trace has no such position
    public void seek(long position) throws EventSourceException {
        if (position < 0 || position > count()) {
            throw new IndexOutOfBoundsException("position " + position + " of " + count());
        }
        if (position == position() && (position == 0 || moment != null)) {
            return;
        }
        // The checkpoint must lie before the event at the cursor, so that its moment can be told.
        Checkpoints.Mark mark = checkpoints.before(Math.max(0, position - 1));
        boolean shorterFromHere =
                position() < position && position() >= mark.state().events();
        if (!shorterFromHere) {
            restore(mark);
        }
        boolean more = true;
        while (more && position() < position) {
            more = advance(position);
        }
    }

    /// Goes to the last position before the first event that is later than `ns`. Events without a time go with the
    /// event before them.
    ///
    /// @param ns since the start of the trace
    public void seekTime(long ns) throws EventSourceException {
        restore(checkpoints.beforeTime(ns));
        while (position() < count()) {
            if (!advance(Long.MAX_VALUE)) {
                return;
            }
            if (latestNs != EventHeader.UNKNOWN_NS && latestNs > ns) {
                seek(position() - 1);
                return;
            }
        }
    }

    /// Goes forward to the next event that matches; stays where it is if there is none.
    ///
    /// @return whether there was one
    public boolean nextMatching(Predicate<Moment> wanted) throws EventSourceException {
        long start = position();
        while (advance(Long.MAX_VALUE)) {
            if (wanted.test(current())) {
                return true;
            }
        }
        seek(start);
        return false;
    }

    /// Goes back to the last event before the one at the cursor that matches; stays where it is if there is none.
    ///
    /// @return whether there was one
    public boolean previousMatching(Predicate<Moment> wanted) throws EventSourceException {
        long start = position();
        long end = start - 1;
        while (end > 0) {
            Checkpoints.Mark mark = checkpoints.before(end - 1);
            restore(mark);
            long found = -1;
            while (position() < end && advance(end)) {
                if (wanted.test(current())) {
                    found = position();
                }
            }
            if (found >= 0) {
                seek(found);
                return true;
            }
            end = Math.min(end - 1, mark.state().events());
        }
        seek(start);
        return false;
    }

    @Override
    public void close() {
        closeReader();
    }

    /// Applies the next event if its number is below `limit`.
    private boolean advance(long limit) throws EventSourceException {
        EventSource.EventReader open = reader;
        if (open == null) {
            open = source.readFrom(position());
            reader = open;
        }
        MigrationEvent event = pending == null ? open.next() : pending;
        if (event == null || event.header().seq() >= limit) {
            pending = event;
            return false;
        }
        pending = null;
        Step step = Fold.step(state, event);
        moment = new Moment(state, event, step.state(), step.anomalies());
        MigrationState before = state;
        long beforeNs = latestNs;
        state = step.state();
        latestNs = Math.max(latestNs, clock.startNs(event.header()));
        checkpoints.offer(before, beforeNs, state, latestNs);
        return true;
    }

    private Moment current() {
        if (moment == null) {
            throw new IllegalStateException("nothing was applied yet");
        }
        return moment;
    }

    private void restore(Checkpoints.Mark mark) {
        closeReader();
        state = mark.state();
        latestNs = mark.latestNs();
        moment = null;
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
            pending = null;
        }
    }
}
