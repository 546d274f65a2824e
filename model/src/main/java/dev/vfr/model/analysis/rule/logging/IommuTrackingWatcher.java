package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import java.util.Set;

/// Watches what the IOMMU answers when it is asked about dirty pages.
final class IommuTrackingWatcher implements Watcher {

    private final FactCollector facts;

    IommuTrackingWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(IommuDirtyTrackingSet.class, IommuDirtyBitmapRead.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        if (event instanceof IommuDirtyTrackingSet set
                && set.enable()
                && set.result().isFailed()) {
            facts.add(new IommuTrackingFailed(set, false));
        } else if (event instanceof IommuDirtyBitmapRead read && read.result().isFailed()) {
            facts.add(new IommuTrackingFailed(read, true));
        }
    }

    @Override
    public void finish(MigrationState end) {
        // All that counts was noted on the way.
    }
}
