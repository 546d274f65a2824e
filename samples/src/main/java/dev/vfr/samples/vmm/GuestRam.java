package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// The guest's memory.
///
/// @param bytes its size
/// @param dirtyBytesPerSecond how fast the guest makes it dirty while it runs
/// @param iterationBytes bytes of it that go over before the devices have their turn
public record GuestRam(
        @Default("1 GiB") long bytes,
        @Default("64 MiB/s") long dirtyBytesPerSecond,
        @Default("4 MiB") long iterationBytes) {

    private static final long MIB = 1024 * 1024;

    /// A small guest.
    public static GuestRam small() {
        return new GuestRam(1024 * MIB, 64 * MIB, 4 * MIB);
    }
}
