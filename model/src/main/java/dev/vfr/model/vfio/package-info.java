/// A mirror of the VFIO migration uapi, protocol v2: device states, capability flags, the arc table, ioctls,
/// struct layouts and errno names.
///
/// Read [dev.vfr.model.vfio.DeviceState] first.
@NullMarked
package dev.vfr.model.vfio;

import org.jspecify.annotations.NullMarked;
