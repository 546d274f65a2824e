package dev.vfr.samples.kernel;

/// Which form of migration v2 a driver and its kernel speak.
public enum Protocol {
    /// As it is in Linux, from 5.18 on.
    MERGED,
    /// As proposed in February 2022, before it was merged: a call of its own sets the state (VFIO_DEVICE_MIG_SET_STATE,
    /// `_IO(';', 121)`), and one on the device, not on the data_fd, returns the estimates (VFIO_DEVICE_MIG_PRECOPY,
    /// `_IO(';', 122)`). Nothing gets the state or the size of the data, and initial_bytes and dirty_bytes together
    /// are what STOP_COPY would stream at once.
    ///
    /// Source: "vfio: Extend the device migration protocol with PRE_COPY", kvm list, 2022.
    DRAFT_2022
}
