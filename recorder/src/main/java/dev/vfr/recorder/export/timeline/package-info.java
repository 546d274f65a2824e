/// Traces as time lines of other programs: Chrome's trace event format and Perfetto's.
///
/// Read [dev.vfr.recorder.export.timeline.Timeline] first, which says what is drawn where; a `TimelineSink` says how.
/// May
/// import `model` and Jackson.
@NullMarked
package dev.vfr.recorder.export.timeline;

import org.jspecify.annotations.NullMarked;
