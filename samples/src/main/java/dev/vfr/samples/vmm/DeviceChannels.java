package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;
import java.util.OptionalLong;

/// How device state goes through multifd channels (`x-migration-multifd-transfer`, since 10.0).
///
/// @param source whether the source sends it so; needs the capability multifd
/// @param destination whether the destination expects it so
/// @param channels connections, >= 1
/// @param maxQueuedBytes bytes that may wait at the destination, empty for any number; heeded since 10.1
public record DeviceChannels(
        @Default("false") boolean source,
        @Default("false") boolean destination,
        @Default("2") int channels,
        OptionalLong maxQueuedBytes) {

    public DeviceChannels {
        if (channels < 1) {
            throw new IllegalArgumentException("no connection at all");
        }
    }

    /// Device state goes through the main connection.
    public static DeviceChannels off() {
        return new DeviceChannels(false, false, 2, OptionalLong.empty());
    }
}
