package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import java.util.Set;

/// Watches for writes to the regions of a device that is in STOP_COPY: [WriteInStopCopy].
final class StopCopyWriteWatcher implements Watcher {

    private static final String REGION_WRITE = "vfio_region_write";

    private final FactCollector facts;

    StopCopyWriteWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(VmmStepSeen.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (event instanceof VmmStepSeen step
                && header.hasDevice()
                && step.name().equals(REGION_WRITE)
                && isInStopCopy(header, after)) {
            facts.add(new WriteInStopCopy(header));
        }
    }

    private static boolean isInStopCopy(EventHeader header, MigrationState state) {
        return state.device(header.device())
                .map(device -> device.state().now())
                .filter(now -> now instanceof StateKnowledge.Observed && now.is(DeviceState.STOP_COPY))
                .isPresent();
    }

    @Override
    public void finish(MigrationState end) {
        // Each write was noted when it was seen.
    }
}
