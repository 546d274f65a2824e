/// The event vocabulary: past-tense facts, one vocabulary for every source of capture.
///
/// Read [dev.vfr.model.event.MigrationEvent] first, then [dev.vfr.model.event.EventSource].
@NullMarked
package dev.vfr.model.event;

import org.jspecify.annotations.NullMarked;
