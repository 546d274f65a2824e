package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// When the source VMM thinks that the guest may be stopped.
///
/// @param downtimeLimitNs ns that the switchover may take by the VMM's own reckoning
public record Switchover(
        @Default("300 ms") long downtimeLimitNs,
        @Default("of-the-line") SwitchoverBandwidth bandwidth) {

    /// The default limit of 300 ms.
    public static Switchover standard() {
        return new Switchover(300_000_000, new SwitchoverBandwidth.OfTheLine());
    }
}
