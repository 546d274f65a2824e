package dev.vfr.samples.scenario;

import dev.vfr.samples.data.Default;
import dev.vfr.samples.vmm.StreamFault;
import java.util.ArrayList;
import java.util.List;

/// The connection between the two hosts.
///
/// @param bytesPerSecond bandwidth from the start on
/// @param changes other bandwidths later, in the order of their times
/// @param latencyNs ns from host to host
/// @param faults what goes wrong with what is sent
public record Network(
        @Default("1100 MiB/s") long bytesPerSecond,
        List<BandwidthChange> changes,
        @Default("200 us") long latencyNs,
        List<StreamFault> faults) {

    private static final long MIB = 1024 * 1024;

    /// Another bandwidth.
    ///
    /// @param fromNs true time of the change, ns
    public record BandwidthChange(long fromNs, long bytesPerSecond) {}

    public Network {
        changes = List.copyOf(changes);
        faults = List.copyOf(faults);
    }

    /// Ten gigabit per second, a fifth of a millisecond.
    public static Network fast() {
        return new Network(1_100 * MIB, List.of(), 200_000, List.of());
    }

    /// One thing more that goes wrong.
    public Network with(StreamFault fault) {
        List<StreamFault> all = new ArrayList<>(faults);
        all.add(fault);
        return new Network(bytesPerSecond, changes, latencyNs, all);
    }

    long bandwidthAt(long trueNs) {
        long now = bytesPerSecond;
        for (BandwidthChange change : changes) {
            if (trueNs >= change.fromNs()) {
                now = change.bytesPerSecond();
            }
        }
        return now;
    }
}
