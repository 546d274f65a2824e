/// The small language of `--where`: conditions on the fields of an event's JSON form.
///
/// Read [dev.vfr.recorder.cli.where.Where] first. May import `model` and [dev.vfr.recorder.export.EventJson].
@NullMarked
package dev.vfr.recorder.cli.where;

import org.jspecify.annotations.NullMarked;
