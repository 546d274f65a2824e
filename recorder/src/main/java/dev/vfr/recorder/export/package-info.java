/// What leaves a trace for other programs and for people: events as JSON lines, reports.
///
/// Read [dev.vfr.recorder.export.EventJson] first. May import `model` and Jackson; no annotations of Jackson go into
/// the model.
@NullMarked
package dev.vfr.recorder.export;

import org.jspecify.annotations.NullMarked;
