package dev.vfr.ui.picture;

/// What is marked at one instant of a device's lane.
public enum MarkKind {
    /// A read answered ENOMSG: no pre-copy data for now.
    ENOMSG,
    /// A SET of the device state was refused.
    REFUSED_SET,
    /// Another call on the device or its data_fd failed.
    FAILED_CALL,
    /// The device was reset.
    RESET
}
