package dev.vfr.ui.session;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.MigrationState;
import java.util.List;

/// Where the replay stands.
///
/// @param seq the event that has just happened
/// @param position where it stands on the axis of the panes
/// @param event the event itself
/// @param state what is known right after it
/// @param anomalies what of the event does not fit what came before
public record Cursor(long seq, long position, MigrationEvent event, MigrationState state, List<Anomaly> anomalies) {
    public Cursor {
        anomalies = List.copyOf(anomalies);
    }
}
