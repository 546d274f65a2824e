package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;
import java.util.OptionalLong;

/// When the source VMM thinks that the guest may be stopped.
///
/// @param downtimeLimitNs ns that the switchover may take by the VMM's own reckoning
/// @param atNs ns after pre-copy began when it switches over whatever is left, and not before; empty for QEMU's way.
///     No VMM does that: it is how a prediction is held to the truth
public record Switchover(
        @Default("300 ms") long downtimeLimitNs,
        @Default("of-the-line") SwitchoverBandwidth bandwidth,
        OptionalLong atNs) {

    /// The default limit of 300 ms.
    public static Switchover standard() {
        return new Switchover(300_000_000, new SwitchoverBandwidth.OfTheLine(), OptionalLong.empty());
    }
}
