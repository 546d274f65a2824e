package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A SET that failed.
///
/// @param from the state that it was made in, if that is known
public record FailedSet(DeviceStateSet event, Optional<DeviceState> from) {

    /// If the state before is only inferred and is the one that was asked for, the device was in another, unknown one.
    static FailedSet of(DeviceStateSet event, MigrationState before) {
        Optional<StateKnowledge> known = before.device(event.header().device())
                .map(device -> device.state().now());
        boolean inferred =
                known.filter(StateKnowledge.Inferred.class::isInstance).isPresent();
        return new FailedSet(
                event,
                known.flatMap(StateKnowledge::state)
                        .filter(from -> !inferred || !event.requested().equals(Optional.of(from))));
    }
}
