package dev.vfr.ui.picture;

import dev.vfr.model.vfio.DeviceState;

/// The single arcs that the driver was seen to take, in the order of their entries.
public final class ArcColumn {

    private static final DeviceState[] STATES = DeviceState.values();

    /// Each value is how long the arc took in ns, 0 where its return is not shown.
    private final TimeColumn durations = new TimeColumn();
    private final LongColumn states = new LongColumn();
    private final LongColumn failures = new LongColumn();

    void add(long entryNs, long durationNs, DeviceState to, boolean failed) {
        durations.add(entryNs, durationNs);
        states.add(to.number());
        failures.add(failed ? 1 : 0);
    }

    public boolean isEmpty() {
        return durations.isEmpty();
    }

    public long size() {
        return durations.size();
    }

    public long startNs(long index) {
        return durations.time(index);
    }

    public long durationNs(long index) {
        return durations.value(index);
    }

    /// The state that the arc leads to.
    public DeviceState to(long index) {
        return STATES[(int) states.get(index)];
    }

    public boolean failed(long index) {
        return failures.get(index) != 0;
    }

    /// How many were entered before `ns`.
    public long countBefore(long ns) {
        return durations.countBefore(ns);
    }
}
