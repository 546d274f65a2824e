/// The table of events: a window onto the trace that holds only the rows in sight, and the filter on it.
///
/// Read [dev.vfr.ui.events.EventTable] first, then [dev.vfr.ui.events.EventPages] and
/// [dev.vfr.ui.events.EventText].
@NullMarked
package dev.vfr.ui.events;

import org.jspecify.annotations.NullMarked;
