package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.fold.StateTrack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Joins the arcs that the driver was seen to take with the request that they are part of, which returns after them.
final class ArcJoin {

    /// The first arc of each device's request that has not returned so far.
    private final Map<Integer, StateChange> firstArcs = new HashMap<>();

    /// How a device moved at one event.
    ///
    /// @param shown what the event itself shows: an arc or a whole request
    /// @param whole what the VMM sees: a request with all its arcs as one change, and nothing at an arc alone
    /// @param arcsSince the first event of the arcs that the request has; empty if none was seen
    record Move(Optional<StateChange> shown, Optional<StateChange> whole, OptionalLong arcsSince) {

        static final Move NONE = new Move(Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /// Takes the next event of a device.
    ///
    /// @param after what is known with it
    Move observe(MigrationEvent event, MigrationState after) {
        EventHeader header = event.header();
        Optional<StateTrack> track = after.device(header.device()).map(DeviceTrack::state);
        Optional<StateChange> shown = track.flatMap(StateTrack::lastChange).filter(c -> c.seq() == header.seq());
        if (event instanceof ArcTaken) {
            shown.ifPresent(arc -> firstArcs.putIfAbsent(header.device(), arc));
            return new Move(shown, Optional.empty(), OptionalLong.empty());
        }
        StateChange first = event instanceof DeviceStateSet ? firstArcs.remove(header.device()) : null;
        if (first != null) {
            Optional<StateChange> whole = shown.or(
                    () -> track.flatMap(StateTrack::lastChange).map(last -> joined(header.seq(), first, last)));
            return new Move(shown, whole, OptionalLong.of(first.seq()));
        }
        return shown.isEmpty() ? Move.NONE : new Move(shown, shown, OptionalLong.empty());
    }

    private static StateChange joined(long seq, StateChange first, StateChange last) {
        return new StateChange(
                seq, first.calledNs(), last.enteredNs(), first.from(), List.of(), last.to(), last.cause());
    }
}
