/// A simulated VFIO device that follows the kernel's rules, and what can go wrong with it.
///
/// Read [dev.vfr.samples.device.SimulatedDevice] first, then [dev.vfr.samples.device.DeviceProfile]. May import
/// `model`, `recorder.capture.inprocess` and `samples.host`.
@NullMarked
package dev.vfr.samples.device;

import org.jspecify.annotations.NullMarked;
