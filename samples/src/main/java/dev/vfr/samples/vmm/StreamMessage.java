package dev.vfr.samples.vmm;

import dev.vfr.recorder.capture.inprocess.StateData;

/// What goes from the source VMM to the destination VMM, in the order of the migration stream.
public sealed interface StreamMessage {

    /// The stream's head; the destination sets its devices up.
    record Start() implements StreamMessage {}

    /// Guest memory, which is of no interest here but for the time that it takes.
    record Ram() implements StreamMessage {}

    /// A record of a device that carries no device data.
    ///
    /// @param device the device's position in the VMM
    /// @param tag see [StreamTag]
    record DeviceRecord(int device, long tag) implements StreamMessage {}

    /// A record of device data.
    ///
    /// @param device the device's position in the VMM
    record DeviceData(int device, StateData data) implements StreamMessage {}

    /// All is sent; the destination may start the VM.
    record End() implements StreamMessage {}

    /// The connection was closed before the end.
    record Closed() implements StreamMessage {}
}
