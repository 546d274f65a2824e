package dev.vfr.samples.scenario;

import java.util.OptionalInt;

/// The connection between the two hosts.
///
/// @param bytesPerSecond bandwidth from the start on
/// @param laterBytesPerSecond bandwidth from `laterNs` on
/// @param laterNs true time of the change, ns
/// @param latencyNs ns from host to host
/// @param emptiedRecord the position of the device data record that loses its bytes on the way, from 0
public record Network(
        long bytesPerSecond, long laterBytesPerSecond, long laterNs, long latencyNs, OptionalInt emptiedRecord) {

    private static final long MIB = 1024 * 1024;

    /// Ten gigabit per second, a fifth of a millisecond.
    public static Network fast() {
        return new Network(1_100 * MIB, 1_100 * MIB, 0, 200_000, OptionalInt.empty());
    }

    /// Too slow for a busy device until it opens up.
    public static Network slowUntil(long laterNs) {
        return new Network(12 * MIB, 1_100 * MIB, laterNs, 400_000, OptionalInt.empty());
    }

    public Network withEmptiedRecord(int position) {
        return new Network(bytesPerSecond, laterBytesPerSecond, laterNs, latencyNs, OptionalInt.of(position));
    }

    public Network withBandwidth(long newBytesPerSecond) {
        return new Network(newBytesPerSecond, newBytesPerSecond, 0, latencyNs, emptiedRecord);
    }

    long bandwidthAt(long trueNs) {
        return trueNs < laterNs ? bytesPerSecond : laterBytesPerSecond;
    }
}
