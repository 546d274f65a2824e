/// The small language of `--where`: conditions on the fields of an event's JSON form.
///
/// Read [dev.vfr.recorder.cli.where.Where] first.
@NullMarked
package dev.vfr.recorder.cli.where;

import org.jspecify.annotations.NullMarked;
