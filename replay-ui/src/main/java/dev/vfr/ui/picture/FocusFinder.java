package dev.vfr.ui.picture;

import dev.vfr.model.fold.StateTrack;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.scale.TimeScale.Range;
import java.util.Optional;

/// Finds the migration inside of a trace, so that the first look is not at the idle minutes around it.
final class FocusFinder {

    private static final double PAD = 0.03;

    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    /// A device has left RUNNING for a migration and none is back yet.
    private boolean migrating;

    /// Something that belongs to a migration happened at `ns`.
    void touch(long ns) {
        firstNs = Math.min(firstNs, ns);
        lastNs = Math.max(lastNs, ns);
    }

    /// A device is in another state.
    void take(StateTrack track, long ns) {
        Optional<DeviceState> now = track.now().state();
        boolean inMigration = now.filter(state -> state.isSaving() || state == DeviceState.RESUMING)
                .isPresent();
        if (inMigration || migrating) {
            touch(ns);
        }
        migrating =
                inMigration || (migrating && now.filter(FocusFinder::isFinal).isEmpty());
    }

    private static boolean isFinal(DeviceState state) {
        return state == DeviceState.RUNNING || state == DeviceState.ERROR;
    }

    /// The stretch found, with a little room on each side; `whole` where nothing was found.
    Range within(Range whole) {
        if (firstNs > lastNs) {
            return whole;
        }
        Range padded = Range.of(firstNs, lastNs).padded(PAD);
        return Range.of(Math.max(whole.startNs(), padded.startNs()), Math.min(whole.endNs(), padded.endNs()));
    }
}
