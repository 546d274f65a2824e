package dev.vfr.ui.picture;

import dev.vfr.model.fold.StateChange;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.fold.StateTrack;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Turns what the fold knows of a device's state into stretches of its band.
final class StateRecorder {

    private final StateBand band;
    private final LongUnaryOperator positions;
    private @Nullable StateTrack last;

    /// @param positions puts a time on the device's host clock onto the axis
    StateRecorder(StateBand band, LongUnaryOperator positions) {
        this.band = band;
        this.positions = positions;
    }

    /// Takes the fold's answer after an event.
    ///
    /// @param nowNs position of the event
    /// @return whether the state is another one than before
    boolean take(StateTrack track, long nowNs) {
        StateTrack before = last;
        last = track;
        // The fold keeps the same object until something changes, so that this is quick.
        if (track.equals(before)) {
            return false;
        }
        Optional<StateChange> change = track.lastChange();
        boolean moved = change.isPresent() && (before == null || !change.equals(before.lastChange()));
        if (moved) {
            add(change.get());
        } else if (before == null || !before.now().equals(track.now())) {
            StateKnowledge known = track.now();
            band.add(nowNs, known.state(), known instanceof StateKnowledge.Observed, track.sinceSeq());
        } else {
            return false;
        }
        return before != null;
    }

    private void add(StateChange change) {
        long entered = positions.applyAsLong(change.enteredNs());
        long called = Math.min(entered, positions.applyAsLong(change.calledNs()));
        List<DeviceState> middle = change.middle();
        for (int i = 0; i < middle.size(); i++) {
            long at = called + (entered - called) * (i + 1) / (middle.size() + 1);
            band.add(at, Optional.of(middle.get(i)), false, change.seq());
        }
        band.add(entered, Optional.of(change.to()), true, change.seq());
    }
}
