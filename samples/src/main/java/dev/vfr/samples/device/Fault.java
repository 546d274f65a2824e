package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;

/// Something that is wrong with a device.
public sealed interface Fault {

    /// An arc fails.
    ///
    /// @param leftIn the state that the device is in afterwards: the arc's first state, or ERROR
    /// @param times how often it fails before it works
    record ArcFails(Arc arc, Errno errno, DeviceState leftIn, int times) implements Fault {}

    /// An arc takes longer.
    ///
    /// @param extraNs ns on top of the profile's
    record ArcIsSlow(Arc arc, long extraNs) implements Fault {}

    /// A read of a data_fd fails.
    ///
    /// @param fromOffset bytes of the session after which reads fail
    record ReadFails(long fromOffset, Errno errno) implements Fault {}

    /// VFIO_DEVICE_FEATURE GET MIG_DATA_SIZE fails.
    record DataSizeFails(Errno errno) implements Fault {}
}
