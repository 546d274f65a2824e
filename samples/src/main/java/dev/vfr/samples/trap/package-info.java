/// The proposal of December 2019 to trap a device's mapped BAR for the time of a migration, with the race that its
/// review named.
///
/// Read [dev.vfr.samples.trap.TrapProposal] first, then [dev.vfr.samples.trap.TrappedBar].
@NullMarked
package dev.vfr.samples.trap;

import org.jspecify.annotations.NullMarked;
