/// The commands `vfr simulate` and `vfr demo`, and `vfr rehearse`, which the build alone uses.
///
/// Read [dev.vfr.samples.command.SimulateCommand] first.
@NullMarked
package dev.vfr.samples.command;

import org.jspecify.annotations.NullMarked;
