package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Remembers the last expected downtime before each switchover: [ExpectedDowntime].
final class ExpectationWatcher implements Watcher {

    private final FactCollector facts;
    private final Map<Integer, ExpectedDowntime> last = new HashMap<>();

    ExpectationWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(MigrationQueried.class, DeviceStateSet.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        int process = event.header().process();
        if (event instanceof MigrationQueried asked
                && asked.expectedDowntimeMs().isPresent()
                && asked.status().equals(Optional.of("active"))) {
            last.put(
                    process,
                    new ExpectedDowntime(
                            process,
                            asked.header().seq(),
                            asked.expectedDowntimeMs().getAsLong()));
        } else if (event instanceof DeviceStateSet set && set.requested().equals(Optional.of(DeviceState.STOP_COPY))) {
            ExpectedDowntime told = last.remove(process);
            if (told != null) {
                facts.add(told);
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        // A migration that never switched over proves no expectation wrong.
    }
}
