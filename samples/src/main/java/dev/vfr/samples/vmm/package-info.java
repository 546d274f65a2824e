/// A VMM that migrates its devices as QEMU does, in eleven releases: source, destination, and the stream between
/// them.
///
/// Read [dev.vfr.samples.vmm.SourceVmm] first, then [dev.vfr.samples.vmm.Change] for what the releases do
/// differently, [dev.vfr.samples.vmm.MigratedDevice] and [dev.vfr.samples.vmm.StreamLoader]. A VMM here
/// knows no simulated device, only the calls of one.
///
/// Not modelled: postcopy; the processor time that threads take from each other; QEMU's spinning while nothing is
/// left to send (it looks every 20 ms here); zero pages and compression of guest memory.
@NullMarked
package dev.vfr.samples.vmm;

import org.jspecify.annotations.NullMarked;
