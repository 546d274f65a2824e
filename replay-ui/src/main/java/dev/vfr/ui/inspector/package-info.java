/// The inspector: all that is known of the event at the cursor and of its device right after it.
///
/// Read [dev.vfr.ui.inspector.InspectorPane] first, then [dev.vfr.ui.inspector.EventFields].
@NullMarked
package dev.vfr.ui.inspector;

import org.jspecify.annotations.NullMarked;
