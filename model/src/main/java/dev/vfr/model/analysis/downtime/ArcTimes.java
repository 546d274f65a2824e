package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;
import java.util.Set;

/// Notes how long the driver took for each single arc, which only a source inside the kernel shows.
final class ArcTimes implements Watcher {

    private final FactCollector facts;

    ArcTimes(FactCollector facts) {
        this.facts = facts;
    }

    /// One arc of the state machine.
    ///
    /// @param from the state before, where it is known
    /// @param startNs its begin on the host clock
    /// @param ns its length, >= 0
    public record TimedArc(
            int process, int device, long seq, Optional<DeviceState> from, DeviceState to, long startNs, long ns) {}

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(ArcTaken.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (event instanceof ArcTaken arc
                && header.hasTime()
                && header.hasDuration()
                && arc.result().isOk()) {
            Optional<DeviceState> from = arc.from()
                    .or(() -> before.device(header.device())
                            .flatMap(device -> device.state().now().state()));
            facts.add(new TimedArc(
                    header.process(),
                    header.device(),
                    header.seq(),
                    from,
                    arc.to(),
                    header.timeNs(),
                    header.endNs() - header.timeNs()));
        }
    }

    @Override
    public void finish(MigrationState end) {
        // Each arc was noted when it was taken.
    }
}
