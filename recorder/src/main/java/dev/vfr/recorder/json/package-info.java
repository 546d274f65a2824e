/// Events as JSON lines, written and read.
///
/// Read [dev.vfr.recorder.json.EventJson] first. The form follows from the records of the model; the model itself has
/// no annotations of Jackson.
@NullMarked
package dev.vfr.recorder.json;

import org.jspecify.annotations.NullMarked;
