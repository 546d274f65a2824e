package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import java.util.Objects;
import java.util.OptionalLong;

/// What recording may have added to a downtime: the calls recorded in it and the bytes digested in it, each at the cost
/// that the recorder measured on that host.
public final class CaptureCost {

    private static final long MIB = 1 << 20;

    private CaptureCost() {}

    /// Upper bound of what recording added, ns; empty unless both sides show what it costs there.
    public static OptionalLong ofDowntime(Sides sides, ClockComparison clocks) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return OptionalLong.empty();
        }
        OptionalLong sending = cost(source, stoppedNs(source), Long.MAX_VALUE);
        OptionalLong taking = cost(destination, startNs(sides, clocks), runningNs(destination));
        return sending.isEmpty() || taking.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sending.getAsLong() + taking.getAsLong());
    }

    private static OptionalLong cost(MigrationSide side, long fromNs, long toNs) {
        CaptureCostMeasured measured = side.trace().captureCost().orElse(null);
        if (measured == null || fromNs == EventHeader.UNKNOWN_NS || toNs == EventHeader.UNKNOWN_NS) {
            return OptionalLong.empty();
        }
        long calls = side.calls().atMost(fromNs, toNs);
        long digested = 0;
        for (DeviceSide device : side.devices()) {
            digested += device.marks().atMost(fromNs, toNs);
        }
        return OptionalLong.of(
                calls * measured.callNs() + digested * measured.digestNsPerMib().orElse(0) / MIB);
    }

    /// When the first of the source's devices stopped, host clock.
    private static long stoppedNs(MigrationSide source) {
        return source.devices().stream()
                .flatMap(device -> device.left().stream())
                .filter(CallTime::hasTime)
                .mapToLong(CallTime::calledNs)
                .min()
                .orElse(EventHeader.UNKNOWN_NS);
    }

    /// No later than the moment on the destination's host clock at which the source stopped.
    private static long startNs(Sides sides, ClockComparison clocks) {
        MigrationSide source = Objects.requireNonNull(sides.source());
        MigrationSide destination = Objects.requireNonNull(sides.destination());
        OptionalLong stopped = sides.comparable(source, stoppedNs(source));
        OptionalLong zero = sides.comparable(destination, 0);
        return stopped.isPresent() && zero.isPresent() && clocks.usedNs().isPresent()
                ? stopped.getAsLong() + clocks.usedNs().get().min() - zero.getAsLong()
                : Long.MIN_VALUE + 1;
    }

    /// When the last of the destination's devices ran, host clock.
    private static long runningNs(MigrationSide destination) {
        return destination.devices().stream()
                .flatMap(device -> device.running().stream())
                .filter(CallTime::hasTime)
                .mapToLong(CallTime::returnedNs)
                .max()
                .orElse(EventHeader.UNKNOWN_NS);
    }
}
