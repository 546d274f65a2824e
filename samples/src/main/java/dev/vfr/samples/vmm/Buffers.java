package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// How much device data moves in one call.
///
/// @param readBytes bytes, the most that the source reads at once; QEMU takes 1 MiB, or stop_copy_length where
///     that is
///     less
/// @param writeBytes bytes, the most that the destination writes at once; QEMU takes 32 KiB, 0 stands for whole
///     records
public record Buffers(
        @Default("1 MiB") int readBytes, @Default("0") int writeBytes) {

    /// QEMU's buffer at the source; the destination writes whole records, which keeps traces small.
    public static Buffers standard() {
        return new Buffers(1 << 20, 0);
    }
}
