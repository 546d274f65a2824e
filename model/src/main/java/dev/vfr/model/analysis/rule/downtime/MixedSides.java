package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Notes a process that saves one device while it loads another, which no VMM does: two logs became one.
final class MixedSides implements Watcher {

    private final FactCollector facts;
    private final Map<Integer, Map<Integer, DeviceState>> states = new HashMap<>();
    private final Set<Integer> told = new HashSet<>();

    MixedSides(FactCollector facts) {
        this.facts = facts;
    }

    /// A process that is both sides at once.
    ///
    /// @param seq the event that shows it
    /// @param saving the device that it saves
    /// @param resuming the device that it loads
    public record BothSidesAtOnce(int process, long seq, int saving, int resuming) {}

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(DeviceStateSet.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (!(event instanceof DeviceStateSet set)
                || !set.result().isOk()
                || set.requested().isEmpty()) {
            return;
        }
        Map<Integer, DeviceState> devices = states.computeIfAbsent(header.process(), ignored -> new HashMap<>());
        devices.put(header.device(), set.requested().get());
        int saving = EventHeader.NONE;
        int resuming = EventHeader.NONE;
        for (Map.Entry<Integer, DeviceState> device : devices.entrySet()) {
            if (device.getValue().isSaving()) {
                saving = device.getKey();
            } else if (device.getValue() == DeviceState.RESUMING) {
                resuming = device.getKey();
            }
        }
        if (saving != EventHeader.NONE && resuming != EventHeader.NONE && told.add(header.process())) {
            facts.add(new BothSidesAtOnce(header.process(), header.seq(), saving, resuming));
        }
    }

    @Override
    public void finish(MigrationState end) {
        // Noted at the first SET that shows it.
    }
}
