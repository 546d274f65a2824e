package dev.vfr.samples.vmm;

/// Something that a client, the guest or the host does in the middle of a migration.
public sealed interface Happening {

    /// When.
    Moment at();

    /// The client cancels the migration. It comes too late once all is sent.
    record Cancel(Moment at) implements Happening {}

    /// The client pauses the guest at the source.
    record Pause(Moment at) implements Happening {}

    /// The client lets a paused guest at the source go on.
    record Continue(Moment at) implements Happening {}

    /// The guest reboots at the source: every device is reset by VFIO_DEVICE_RESET, and the VMM's copy of the
    /// device states is not told.
    record ResetGuest(Moment at) implements Happening {}

    /// The guest resets one device at the source (FLR).
    ///
    /// @param device the device's position in the VMM
    record ResetDevice(Moment at, int device) implements Happening {}

    /// The source VMM is killed, as by SIGKILL.
    record KillSource(Moment at) implements Happening {}

    /// The destination VMM is killed, as by SIGKILL.
    record KillDestination(Moment at) implements Happening {}

    /// The network connection is cut; each VMM learns it only from its socket.
    record LoseConnection(Moment at) implements Happening {}

    /// The client lets the guest go on at the destination, where it was loaded without being started.
    record ContinueDestination(Moment at) implements Happening {}
}
