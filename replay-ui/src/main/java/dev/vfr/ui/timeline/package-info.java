/// The timeline: a lane per VMM and per device with states, data, marks.
///
/// Read [dev.vfr.ui.timeline.TimelinePane] first, then [dev.vfr.ui.timeline.TimelineLanes].
@NullMarked
package dev.vfr.ui.timeline;

import org.jspecify.annotations.NullMarked;
