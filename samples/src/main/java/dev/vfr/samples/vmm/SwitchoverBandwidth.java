package dev.vfr.samples.vmm;

/// Which bandwidth the source VMM believes that the switchover will have.
public sealed interface SwitchoverBandwidth {

    /// What was sent in the last 100 ms, as QEMU measures it: too little where there was little to send.
    record Measured() implements SwitchoverBandwidth {}

    /// What the client says (`avail-switchover-bandwidth`); measured all the same by releases before 8.2.
    record Configured(long bytesPerSecond) implements SwitchoverBandwidth {}

    /// What the network has at that time, as a measurement under full load would give it; nothing in the first 100
    /// ms.
    record OfTheLine() implements SwitchoverBandwidth {}
}
