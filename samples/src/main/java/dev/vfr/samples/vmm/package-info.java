/// A small VMM that migrates its devices as QEMU 10.0 does: source, destination, and the stream between them.
///
/// Read [dev.vfr.samples.vmm.SourceVmm] first, then [dev.vfr.samples.vmm.MigratedDevice]. May import `model`,
/// `recorder.capture.inprocess` and `samples.host`; it knows no simulated device, only the calls of one.
@NullMarked
package dev.vfr.samples.vmm;

import org.jspecify.annotations.NullMarked;
