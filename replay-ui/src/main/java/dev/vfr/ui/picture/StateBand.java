package dev.vfr.ui.picture;

import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// Which state a device was in, over the whole trace.
public final class StateBand {

    private static final int UNKNOWN = 15;
    private static final int OBSERVED_BIT = 16;
    private static final int SEQ_SHIFT = 5;

    private final LongColumn starts = new LongColumn();
    /// `seq << 5 | observed << 4 | state number or 15`.
    private final LongColumn facts = new LongColumn();

    /// One stretch in one state.
    ///
    /// @param startNs when the state was entered
    /// @param endNs when it was left, the end of the trace for the last one
    /// @param state empty where unknown
    /// @param observed false where the state is inferred
    /// @param seq the event that tells of it
    public record Stretch(long startNs, long endNs, Optional<DeviceState> state, boolean observed, long seq) {}

    void add(long ns, Optional<DeviceState> state, boolean observed, long seq) {
        starts.add(starts.isEmpty() ? ns : Math.max(ns, starts.last()));
        facts.add(seq << SEQ_SHIFT
                | (observed ? OBSERVED_BIT : 0)
                | state.map(DeviceState::number).orElse(UNKNOWN));
    }

    public long size() {
        return starts.size();
    }

    public boolean isEmpty() {
        return starts.isEmpty();
    }

    /// The stretch with this index; `traceEndNs` ends the last one.
    public Stretch get(long index, long traceEndNs) {
        long fact = facts.get(index);
        return new Stretch(
                starts.get(index),
                index + 1 < starts.size() ? starts.get(index + 1) : Math.max(traceEndNs, starts.get(index)),
                DeviceState.ofNumber(fact & UNKNOWN),
                (fact & OBSERVED_BIT) != 0,
                fact >>> SEQ_SHIFT);
    }

    /// The index of the stretch that holds `ns`, -1 before the first one.
    public long indexAt(long ns) {
        return starts.floorIndex(ns);
    }
}
