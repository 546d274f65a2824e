package dev.vfr.model.analysis;

import dev.vfr.model.event.EventHeader;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The two sides of one migration, with their times on one kind of axis: real time where both traces are anchored,
/// else time since the start of each trace.
///
/// @param source null where no trace shows it
/// @param destination null where no trace shows it
record Sides(@Nullable Side source, @Nullable Side destination) {

    /// One side and the pass over the trace that shows it.
    record Side(TraceScan scan, Leg leg) {

        /// Ns since the start of the trace, UNKNOWN_NS where unknown.
        long axisNs(long hostNs) {
            return scan.clock.axisNs(leg.process, hostNs);
        }
    }

    boolean sameClock() {
        return source != null
                && destination != null
                && source.scan().index == destination.scan().index
                && source.scan().hostClock(source.leg().process)
                        == destination.scan().hostClock(destination.leg().process);
    }

    /// Both traces tell real time.
    boolean anchored() {
        return source != null
                && destination != null
                && source.scan().clock.startRealtimeNs().isPresent()
                && destination.scan().clock.startRealtimeNs().isPresent();
    }

    /// The time of one side that is compared with the other's; empty where unknown.
    OptionalLong comparable(Side side, long hostNs) {
        long axis = side.axisNs(hostNs);
        if (axis == EventHeader.UNKNOWN_NS) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                anchored() ? axis + side.scan().clock.startRealtimeNs().getAsLong() : axis);
    }
}
