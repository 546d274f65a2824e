package dev.vfr.samples.device;

import dev.vfr.model.vfio.MigrationFlags;

/// What the protocol leaves to a driver: the features, the sizes, how fast it is and how it says "nothing now".
///
/// @param type which devices can load each other's data: only those of the same type
/// @param flags what the driver offers
public record DeviceProfile(String type, MigrationFlags flags, Sizes sizes, Speed speed, Abilities abilities) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /// How much data there is.
    ///
    /// @param initialBytes bytes of the first part in pre-copy; not used without PRE_COPY
    /// @param dirtyBytesPerSecond how fast data gets dirty while the device runs in pre-copy
    /// @param dirtyBytesMax bytes, the most that can be dirty
    /// @param stopCopyBytes bytes that only STOP_COPY streams
    /// @param readMaxBytes bytes, the most that one read returns
    public record Sizes(
            long initialBytes, long dirtyBytesPerSecond, long dirtyBytesMax, long stopCopyBytes, int readMaxBytes) {}

    /// How long things take.
    ///
    /// @param arcNs ns that one arc takes
    /// @param bytesPerSecond how fast the device gives and takes its data
    public record Speed(long arcNs, long bytesPerSecond) {

        /// ns that moving `bytes` takes.
        long dataNs(long bytes) {
            return bytes * 1_000_000_000 / bytesPerSecond;
        }
    }

    /// What else drivers and kernels differ in.
    ///
    /// @param temporaryEndIsEnomsg whether a read at the temporary end of pre-copy says ENOMSG, as the uapi
    ///     wants, or 0
    /// @param precopyInfoV2 whether kernel and driver know the opt-in to REINIT
    /// @param dmaLogging whether the device tracks dirty pages
    public record Abilities(boolean temporaryEndIsEnomsg, boolean precopyInfoV2, boolean dmaLogging) {}

    public DeviceProfile {
        if (flags.hasPreCopy() != (sizes.initialBytes() > 0)) {
            throw new IllegalArgumentException(sizes.initialBytes() + " initial bytes with flags " + flags);
        }
    }

    /// A network card's virtual function: all features, a few MiB.
    public static DeviceProfile networkCard() {
        return new DeviceProfile(
                "net",
                MigrationFlags.ALL,
                new Sizes(2 * MIB, 8 * MIB, 4 * MIB, 3 * MIB, (int) (256 * KIB)),
                new Speed(1_500_000, 2_000 * MIB),
                new Abilities(true, true, true));
    }

    /// A storage controller without PRE_COPY: all of its state is streamed while it is stopped.
    public static DeviceProfile storageController() {
        return new DeviceProfile(
                "nvme",
                MigrationFlags.STOP_COPY_P2P,
                new Sizes(0, 0, 0, 6 * MIB, (int) (512 * KIB)),
                new Speed(2_500_000, 1_500 * MIB),
                new Abilities(true, false, true));
    }

    /// A graphics card whose memory gets dirty fast.
    public static DeviceProfile graphicsCard() {
        return new DeviceProfile(
                "vgpu",
                MigrationFlags.ALL,
                new Sizes(24 * MIB, 60 * MIB, 96 * MIB, 16 * MIB, (int) MIB),
                new Speed(6_000_000, 4_000 * MIB),
                new Abilities(true, true, false));
    }

    public DeviceProfile withType(String newType) {
        return new DeviceProfile(newType, flags, sizes, speed, abilities);
    }

    public DeviceProfile withSizes(Sizes newSizes) {
        return new DeviceProfile(type, flags, newSizes, speed, abilities);
    }

    public DeviceProfile withAbilities(Abilities newAbilities) {
        return new DeviceProfile(type, flags, sizes, speed, newAbilities);
    }
}
