package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches regions that are to be trapped while the device is saved: how long they stay mapped, and whether the guest
/// writes: [LateTrap].
final class TrapWatcher implements Watcher {

    private static final String REGION_WRITE = "vfio_region_write";

    private final FactCollector facts;
    private final Map<Integer, Device> devices = new HashMap<>();

    TrapWatcher(FactCollector facts) {
        this.facts = facts;
    }

    private static final class Device {
        private final Set<String> mapped = new HashSet<>();
        /// The request that brought the device into PRE_COPY, while it is there.
        private @Nullable DeviceStateSet saving;
        /// The driver asked for traps since then.
        private boolean signalled;
        private @Nullable RegionUnmapped unmapped;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DeviceStateSet.class,
                DeviceReset.class,
                RegionMapped.class,
                RegionUnmapped.class,
                TrapSignalled.class,
                VmmStepSeen.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (!header.hasDevice()) {
            return;
        }
        switch (event) {
            case VmmStepSeen step -> {
                if (step.name().equals(REGION_WRITE)) {
                    written(header);
                }
            }
            case DeviceStateSet set -> requested(set);
            case DeviceReset _ -> end(device(header));
            case RegionMapped mapped -> device(header).mapped.add(mapped.region());
            case RegionUnmapped unmapped -> unmapped(unmapped, device(header));
            case TrapSignalled _ -> device(header).signalled = true;
            default -> {
                // Nothing else is watched.
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        devices.values().forEach(this::end);
    }

    private Device device(EventHeader header) {
        return devices.computeIfAbsent(header.device(), _ -> new Device());
    }

    private void requested(DeviceStateSet set) {
        Device device = device(set.header());
        if (set.result().isOk() && set.requested().equals(Optional.of(DeviceState.PRE_COPY))) {
            end(device);
            device.saving = set;
            device.signalled = false;
        } else {
            end(device);
        }
    }

    private static void unmapped(RegionUnmapped event, Device device) {
        boolean wasMapped = device.mapped.remove(event.region());
        if (wasMapped && device.saving != null && device.signalled && device.unmapped == null) {
            device.unmapped = event;
        }
    }

    private void written(EventHeader header) {
        Device device = devices.get(header.device());
        if (device != null && device.unmapped != null) {
            note(device, true);
        }
    }

    private void end(Device device) {
        if (device.unmapped != null) {
            note(device, false);
        }
        device.saving = null;
        device.signalled = false;
    }

    private void note(Device device, boolean guestWrites) {
        DeviceStateSet saving = device.saving;
        RegionUnmapped unmapped = device.unmapped;
        if (saving != null && unmapped != null) {
            facts.add(new LateTrap(saving, unmapped, guestWrites));
        }
        device.unmapped = null;
    }
}
