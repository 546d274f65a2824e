package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.WhatIf.Condition;
import dev.vfr.model.report.WhatIf.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What another bandwidth or another chunk size from the switchover on could have changed at most.
///
/// Stopping a device is the device's time; of the rest no more than all is for the network, for guest memory as well
/// as for device data. The network drains while a device is read, but no network makes the reads shorter. A read costs
/// the call and its bytes, so the shortest step from one read to the next bounds what one call more or less costs.
final class Conditions {

    private final long downtimeNs;
    private final long varyNs;
    private final List<SavedDevice> devices;

    /// @param varyNs how much another switchover may take more or less for reasons of its own
    Conditions(long downtimeNs, long varyNs, List<SavedDevice> devices) {
        this.downtimeNs = downtimeNs;
        this.varyNs = varyNs;
        this.devices = devices;
    }

    /// Twice and half the bandwidth, twice the chunk size; what cannot be bounded is left out. So is half the chunk
    /// size:
    /// in runs of the simulator its bounds held the truth in no more than three of five.
    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        boolean timed =
                devices.stream().allMatch(device -> device.history().stopCopy().insideNs() >= 0);
        if (timed) {
            long stopping = most(device ->
                    length(device.saved().left()) + length(device.saved().stopCopy()));
            long reading = most(device -> device.history().stopCopy().insideNs());
            long wire = Math.max(0, downtimeNs - stopping);
            effects.add(new Effect(
                    Condition.BANDWIDTH, 2, between(Math.min(wire / 2, Math.max(0, wire - reading)), 0)));
            effects.add(new Effect(Condition.BANDWIDTH, 0.5, between(0, wire)));
        }
        long calls = callsNs();
        if (calls >= 0) {
            effects.add(new Effect(Condition.CHUNK_SIZE, 2, between(calls / 2, 0)));
        }
        return effects;
    }

    private Interval between(long lessNs, long moreNs) {
        return new Interval(Math.max(0, downtimeNs - lessNs - varyNs), downtimeNs + moreNs + varyNs);
    }

    /// Of the device that needed longest, since those of several devices may overlap.
    private long most(ToLongFunction<SavedDevice> ns) {
        return devices.stream().mapToLong(ns).max().orElse(0);
    }

    private static long length(Optional<CallTime> call) {
        return call.filter(made -> made.returnedNs() != EventHeader.UNKNOWN_NS)
                .map(made -> made.returnedNs() - made.calledNs())
                .orElse(0L);
    }

    /// The most that the calls themselves can have cost, -1 where unknown.
    private long callsNs() {
        long sum = 0;
        for (SavedDevice device : devices) {
            SavingHistory.Reads reads = device.history().stopCopy();
            if (reads.shortestStepNs() == Long.MAX_VALUE) {
                return -1;
            }
            sum += Math.min(reads.shortestStepNs() * reads.calls(), Math.max(0, reads.spanNs()));
        }
        return sum;
    }
}
