/// Traces as time lines of other programs: Chrome's trace event format and Perfetto's.
///
/// Read [dev.vfr.recorder.report.timeline.Timeline] first, which says what is drawn where; a `TimelineSink` says
/// how.
@NullMarked
package dev.vfr.recorder.report.timeline;

import org.jspecify.annotations.NullMarked;
