package dev.vfr.model.drawing;

import dev.vfr.model.fold.StateChange;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.fold.StateTrack;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Turns what the fold knows of one device's state into stretches of time.
final class StateLane {

    /// Longer lanes keep their beginning; what comes after is left empty, as unknown.
    private static final int STRETCHES_MAX = 100_000;

    private final LongUnaryOperator positions;
    private final List<Stretch> begun = new ArrayList<>();
    private @Nullable StateTrack last;

    /// @param positions puts a time on the device's host clock onto the axis of the trace
    StateLane(LongUnaryOperator positions) {
        this.positions = positions;
    }

    /// Takes the fold's answer after an event that stands at `now`.
    void take(StateTrack track, long now) {
        StateTrack before = last;
        last = track;
        // The fold keeps the same object until something changes, so that this is quick.
        if (track.equals(before)) {
            return;
        }
        Optional<StateChange> change = track.lastChange();
        boolean moved = change.isPresent() && (before == null || !change.equals(before.lastChange()));
        if (moved) {
            add(change.get());
        } else if (before == null || !before.now().equals(track.now())) {
            StateKnowledge known = track.now();
            begin(now, known.state(), known instanceof StateKnowledge.Observed, track.sinceSeq());
        }
    }

    private void add(StateChange change) {
        long entered = positions.applyAsLong(change.enteredNs());
        long called = Math.min(entered, positions.applyAsLong(change.calledNs()));
        List<DeviceState> middle = change.middle();
        for (int i = 0; i < middle.size(); i++) {
            long at = called + (entered - called) * (i + 1) / (middle.size() + 1);
            begin(at, Optional.of(middle.get(i)), false, change.seq());
        }
        begin(entered, Optional.of(change.to()), true, change.seq());
    }

    private void begin(long at, Optional<DeviceState> state, boolean observed, long seq) {
        if (begun.size() > STRETCHES_MAX) {
            return;
        }
        boolean full = begun.size() == STRETCHES_MAX;
        long from = begun.isEmpty() ? at : Math.max(at, begun.getLast().from());
        begun.add(new Stretch(from, from, full ? Optional.empty() : state, observed && !full, seq));
    }

    /// @param end where the trace ends
    List<Stretch> stretches(long end) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            Stretch one = begun.get(i);
            long to = i + 1 < begun.size() ? begun.get(i + 1).from() : Math.max(end, one.from());
            stretches.add(new Stretch(one.from(), to, one.state(), one.observed(), one.seq()));
        }
        return stretches;
    }
}
