package dev.vfr.samples.vmm;

/// Something that is wrong with a VMM.
public sealed interface VmmFault {

    /// After a failed request the source asks an ERROR device for STOP, and never resets it.
    record RecoversWithoutReset() implements VmmFault {}

    /// The source asks for the pre-copy estimates in STOP_COPY.
    record QueriesPrecopyInfoInStopCopy() implements VmmFault {}

    /// The source ends a device's session and opens another one in setup, and keeps both data_fds.
    record KeepsTwoDataFds() implements VmmFault {}

    /// After a failed request the source goes on reading from the data_fd that it had.
    record ReadsStaleDataFd() implements VmmFault {}

    /// The source asks for dirty pages before it has started DMA logging.
    record ReportsBeforeStart() implements VmmFault {}

    /// The source takes no notice of a dirty page report that fails, as QEMU before 8.0.
    record IgnoresFailedReports() implements VmmFault {}

    /// The destination has loaded everything and fails when it is to start the guest: no device is asked to run.
    ///
    /// @param text what it prints
    record FailsAtVmStart(String text) implements VmmFault {}

    /// The source asks for every state twice.
    record SetsEveryStateTwice() implements VmmFault {}

    /// The source asks a device in STOP_COPY for PRE_COPY, which no way leads to.
    record AsksPreCopyFromStopCopy() implements VmmFault {}
}
