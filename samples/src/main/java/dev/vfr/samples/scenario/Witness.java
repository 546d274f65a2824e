package dev.vfr.samples.scenario;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.samples.device.DeviceTruth;
import java.util.Optional;

/// Receives the true state together with each event, at the moment when it is recorded.
public interface Witness {

    /// Nobody.
    Witness NONE = (event, truth) -> {};

    /// An event was recorded. Its number in the trace is not known yet, and another host's events may come
    /// between.
    ///
    /// @param truth of the event's device when the event was recorded, empty if the event concerns none
    void saw(MigrationEvent event, Optional<DeviceTruth> truth);
}
