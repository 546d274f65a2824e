/// The event vocabulary: past-tense facts, one vocabulary for every source of capture.
///
/// Read [dev.vfr.model.event.MigrationEvent] first, then [dev.vfr.model.event.EventSource]. May import
/// `model.vfio` and `java.base`.
@NullMarked
package dev.vfr.model.event;

import org.jspecify.annotations.NullMarked;
