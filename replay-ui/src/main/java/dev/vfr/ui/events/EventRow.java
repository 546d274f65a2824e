package dev.vfr.ui.events;

import dev.vfr.model.event.MigrationEvent;
import java.util.Optional;

/// One row of the table.
///
/// @param seq the event's number
/// @param position where it stands on the axis
/// @param event empty where it cannot be read
record EventRow(long seq, long position, Optional<MigrationEvent> event) {}
