package dev.vfr.samples.vmm;

import java.util.OptionalLong;

/// How a VMM is set up, and what its client does.
///
/// @param downtimeLimitNs ns that the switchover may take by the VMM's own reckoning
/// @param ramBytes bytes of guest memory
/// @param ramDirtyBytesPerSecond how fast the guest makes its memory dirty
/// @param bufferBytes bytes, the most that the VMM reads from a device at once
/// @param cancelAfterNs ns after the start of the migration at which the client cancels it
public record VmmSettings(
        long downtimeLimitNs, long ramBytes, long ramDirtyBytesPerSecond, int bufferBytes, OptionalLong cancelAfterNs) {

    private static final long MIB = 1024 * 1024;

    /// A small guest, the VMM's default limit of 300 ms, nobody cancels.
    public static VmmSettings standard() {
        return new VmmSettings(300_000_000, 1024 * MIB, 64 * MIB, (int) MIB, OptionalLong.empty());
    }

    public VmmSettings withRam(long newRamBytes, long newDirtyBytesPerSecond) {
        return new VmmSettings(downtimeLimitNs, newRamBytes, newDirtyBytesPerSecond, bufferBytes, cancelAfterNs);
    }

    public VmmSettings withBuffer(int newBufferBytes) {
        return new VmmSettings(downtimeLimitNs, ramBytes, ramDirtyBytesPerSecond, newBufferBytes, cancelAfterNs);
    }

    public VmmSettings withCancelAfterNs(long newCancelAfterNs) {
        return new VmmSettings(
                downtimeLimitNs, ramBytes, ramDirtyBytesPerSecond, bufferBytes, OptionalLong.of(newCancelAfterNs));
    }
}
