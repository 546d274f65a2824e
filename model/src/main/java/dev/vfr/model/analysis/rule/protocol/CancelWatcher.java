package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.SessionTrack;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches whether the devices of a source come back after its migration was cancelled: [LeftAfterCancel].
final class CancelWatcher implements Watcher {

    /// QEMU brings the devices back before or right after it says `cancelled`; one request may take seconds.
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final FactCollector facts;
    private final Map<Integer, LeftAfterCancel> left = new HashMap<>();

    CancelWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                MigrationStatusChanged.class,
                MigrationQueried.class,
                RunStateChanged.class,
                VmmCommandSeen.class,
                DeviceStateSet.class,
                DeviceStateGot.class,
                DeviceReset.class,
                DeviceClosed.class,
                TraceClosed.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case DeviceStateSet ignored -> asked(header);
            case DeviceStateGot ignored -> asked(header);
            case DeviceReset ignored -> asked(header);
            default -> goesOn(event, before);
        }
    }

    /// A request for a device: its entry shows how long the device was left alone, since it may take long to return.
    private void asked(EventHeader header) {
        LeftAfterCancel device = left.remove(header.device());
        if (device != null && header.hasTime()) {
            note(device.after(header.timeNs()));
        }
    }

    /// Anything else, which shows that time has passed.
    private void goesOn(MigrationEvent event, MigrationState before) {
        EventHeader header = event.header();
        if (header.hasTime()) {
            left.replaceAll((_, device) ->
                    device.cancelled().process() == header.process() ? device.after(header.timeNs()) : device);
        }
        switch (event) {
            case MigrationStatusChanged changed -> {
                end(header.process());
                if (changed.status().equals("cancelled") && header.hasTime()) {
                    cancelled(header, before);
                }
            }
            case RunStateChanged changed -> {
                if (!changed.runState().equals("running")) {
                    end(header.process());
                }
            }
            case DeviceClosed ignored -> {
                LeftAfterCancel device = left.remove(header.device());
                if (device != null) {
                    note(device);
                }
            }
            default -> {
                // It says nothing of the guest or its devices.
            }
        }
    }

    private void cancelled(EventHeader header, MigrationState before) {
        Optional<String> runState = before.process(header.process()).flatMap(process -> process.runState());
        if (!runState.orElse("running").equals("running")) {
            return;
        }
        for (DeviceTrack device : before.devices()) {
            Optional<DeviceState> state = broughtTo(device);
            if (device.process() == header.process() && state.isPresent()) {
                left.put(
                        device.number(),
                        new LeftAfterCancel(header, device.number(), state.get(), runState.isPresent(), 0));
            }
        }
    }

    /// The state that a saving migration has brought a device to, and that is no state for a running guest.
    private static Optional<DeviceState> broughtTo(DeviceTrack device) {
        boolean saved = device.data()
                .last()
                .filter(session -> session.direction() == SessionTrack.Direction.SAVING)
                .isPresent();
        if (!(device.state().now() instanceof StateKnowledge.Observed observed)) {
            return Optional.empty();
        }
        return observed.state().filter(state -> state.isSaving() || (saved && state == DeviceState.STOP));
    }

    private void end(int process) {
        left.values().removeIf(device -> {
            boolean ends = device.cancelled().process() == process;
            if (ends) {
                note(device);
            }
            return ends;
        });
    }

    private void note(LeftAfterCancel device) {
        if (device.ns() >= PATIENCE_NS) {
            facts.add(device);
        }
    }

    @Override
    public void finish(MigrationState end) {
        left.values().forEach(this::note);
    }
}
