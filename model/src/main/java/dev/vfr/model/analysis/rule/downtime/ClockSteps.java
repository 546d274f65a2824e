package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.fold.MigrationState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Notes where a host's real time was set while it was recorded: it moved against the monotonic clock by more than the
/// two can drift apart. A clock that is slewed, by 500 ppm at most, moves both.
final class ClockSteps implements Watcher {

    /// What the readings may be wrong beyond what they say.
    private static final long CARELESS_NS = 1_000_000;

    private static final long DRIFT_PARTS = 1_000;

    private final FactCollector facts;
    private final Map<Integer, ClockAnchored> last = new HashMap<>();

    ClockSteps(FactCollector facts) {
        this.facts = facts;
    }

    /// A host's real time was set.
    ///
    /// @param hostClock the trace's number of the clock
    /// @param seq the event that shows it
    /// @param fromNs the last moment before, on the host clock
    /// @param toNs the first moment after, on the host clock
    /// @param byNs so far forward, or back where negative
    public record ClockStepped(int hostClock, long seq, long fromNs, long toNs, long byNs) {}

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(ClockAnchored.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (!(event instanceof ClockAnchored now)) {
            return;
        }
        ClockAnchored earlier = last.put(now.hostClock(), now);
        if (earlier == null) {
            return;
        }
        long passed = now.monotonicNs() - earlier.monotonicNs();
        long stepped = now.realtimeNs() - earlier.realtimeNs() - passed;
        long tolerated = now.uncertaintyNs() + earlier.uncertaintyNs() + CARELESS_NS + Math.abs(passed) / DRIFT_PARTS;
        if (Math.abs(stepped) > tolerated) {
            facts.add(
                    new ClockStepped(now.hostClock(), header.seq(), earlier.monotonicNs(), now.monotonicNs(), stepped));
        }
    }

    @Override
    public void finish(MigrationState end) {
        // Each step was noted when its anchor came.
    }
}
