/// A simulated device and its driver, and what can go wrong with them.
///
/// Read [dev.vfr.samples.device.SimulatedDevice] first, then [dev.vfr.samples.device.DeviceProfile], which is what
/// drivers differ in, and [dev.vfr.samples.device.Fault].
@NullMarked
package dev.vfr.samples.device;

import org.jspecify.annotations.NullMarked;
