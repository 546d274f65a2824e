package dev.vfr.model.fold;

import java.util.List;

/// What one event made of the state.
///
/// @param state the next state
/// @param anomalies what did not fit, empty in nearly every step
public record Step(MigrationState state, List<Anomaly> anomalies) {

    public Step {
        anomalies = List.copyOf(anomalies);
    }
}
