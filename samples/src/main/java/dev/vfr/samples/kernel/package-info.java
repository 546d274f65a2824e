/// What the kernel itself does between a process and a driver for VFIO devices: the core's checks, the walk along
/// single arcs, fds and the files behind them.
///
/// Read [dev.vfr.samples.kernel.VfioCore] first, then [dev.vfr.samples.kernel.MigrationDriver], which is what a
/// driver does.
@NullMarked
package dev.vfr.samples.kernel;

import org.jspecify.annotations.NullMarked;
