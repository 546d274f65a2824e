package dev.vfr.model.replay;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.MigrationState;
import java.util.List;

/// One event of a replay with the states before and after it.
///
/// @param anomalies what of the event did not fit
public record Moment(MigrationState before, MigrationEvent event, MigrationState after, List<Anomaly> anomalies) {}
