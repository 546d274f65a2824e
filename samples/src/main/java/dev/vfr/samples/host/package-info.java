/// Simulated hosts: their clocks, the network between them, and the one order of what happens on both.
///
/// Read [dev.vfr.samples.host.SimulatedHost] first.
@NullMarked
package dev.vfr.samples.host;

import org.jspecify.annotations.NullMarked;
