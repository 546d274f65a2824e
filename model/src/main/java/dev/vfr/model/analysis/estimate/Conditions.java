package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.watch.SavingHistory;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.WhatIf.Condition;
import dev.vfr.model.report.WhatIf.Effect;
import java.util.ArrayList;
import java.util.List;

/// What another bandwidth or another chunk size could have changed at most.
///
/// Of the time in which STOP_COPY was read, what was spent inside the reads is the device's, and no network makes it
/// shorter; what lies between them is the VMM's, and of that no more than all is for the network. A read costs the
/// call and its bytes, so the shortest step from one read to the next bounds what one call more or less costs.
final class Conditions {

    private final long downtimeNs;
    private final List<SavedDevice> devices;

    Conditions(long downtimeNs, List<SavedDevice> devices) {
        this.downtimeNs = downtimeNs;
        this.devices = devices;
    }

    /// Twice and half the bandwidth, twice and half the chunk size; what cannot be bounded is left out.
    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        long between = betweenReadsNs();
        if (between >= 0) {
            effects.add(new Effect(Condition.BANDWIDTH, 2, lessBy(between / 2)));
            effects.add(new Effect(Condition.BANDWIDTH, 0.5, new Interval(downtimeNs, downtimeNs + between)));
        }
        long calls = callsNs();
        if (calls >= 0) {
            effects.add(new Effect(Condition.CHUNK_SIZE, 2, lessBy(calls / 2)));
            effects.add(new Effect(Condition.CHUNK_SIZE, 0.5, new Interval(downtimeNs, downtimeNs + calls)));
        }
        return effects;
    }

    private Interval lessBy(long ns) {
        return new Interval(Math.max(0, downtimeNs - ns), downtimeNs);
    }

    /// -1 where the duration of a read is not known.
    private long betweenReadsNs() {
        long sum = 0;
        for (SavedDevice device : devices) {
            SavingHistory.Reads reads = device.history().stopCopy();
            if (reads.insideNs() < 0 || reads.spanNs() < reads.insideNs()) {
                return -1;
            }
            sum += reads.spanNs() - reads.insideNs();
        }
        return sum;
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
