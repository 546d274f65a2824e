package dev.vfr.model.fold;

import dev.vfr.model.vfio.DeviceState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How often each single arc of the state machine was walked, observed and inferred apart.
///
/// A request that is one arc is observed; the arcs of a combination transition are inferred from it.
public final class ArcCounts {

    private static final int STATES = DeviceState.values().length;

    static final ArcCounts NONE = new ArcCounts(new long[STATES * STATES], new long[STATES * STATES]);

    private final long[] observed;
    private final long[] inferred;

    private ArcCounts(long[] observed, long[] inferred) {
        this.observed = observed;
        this.inferred = inferred;
    }

    public long observed(DeviceState from, DeviceState to) {
        return observed[index(from, to)];
    }

    public long inferred(DeviceState from, DeviceState to) {
        return inferred[index(from, to)];
    }

    /// With one more walk of the arc.
    ArcCounts plus(DeviceState from, DeviceState to, boolean wasObserved) {
        long[] changed = (wasObserved ? observed : inferred).clone();
        changed[index(from, to)]++;
        return wasObserved ? new ArcCounts(changed, inferred) : new ArcCounts(observed, changed);
    }

    private static int index(DeviceState from, DeviceState to) {
        return from.number() * STATES + to.number();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArcCounts a
                && Arrays.equals(observed, a.observed)
                && Arrays.equals(inferred, a.inferred);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(observed) + Arrays.hashCode(inferred);
    }
}
