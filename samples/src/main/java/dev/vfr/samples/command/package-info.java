/// The commands `vfr simulate` and `vfr demo`.
///
/// Read [dev.vfr.samples.command.SimulateCommand] first. May import `samples.scenario`, `recorder.log`,
/// `recorder.export`, `recorder.cli` and `model`.
@NullMarked
package dev.vfr.samples.command;

import org.jspecify.annotations.NullMarked;
