package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import java.util.List;
import java.util.Optional;

/// When the devices of the source stopped and those of the destination ran, each as the span in which it must have
/// been.
///
/// The devices' own calls show it. If a trace shows none of them, the VMM's checkpoints around the calls do: QEMU sets
/// device states between `src-downtime-start` and `src-vm-stopped`
/// (`migration_stop_vm`), and between `dst-precopy-bh-announced` and `dst-precopy-bh-vm-started` (`vm_start`).
public final class Switchover {

    private Switchover() {}

    /// When the first device of the source was asked to stop; empty where the trace does not tell.
    public static Optional<Span> stopped(MigrationSide source) {
        long earliest = Long.MAX_VALUE;
        long called = Long.MAX_VALUE;
        for (DeviceSide device : source.devices()) {
            CallTime left = device.left().orElse(null);
            if (left != null && left.hasTime()) {
                earliest = Math.min(earliest, left.earliestNs());
                called = Math.min(called, left.calledNs());
            }
        }
        if (called != Long.MAX_VALUE) {
            return Optional.of(new Span(Math.min(earliest, called), called));
        }
        return byCheckpoints(source, "src-downtime-start", "src-vm-stopped");
    }

    /// When the last device of the destination ran; empty unless all of them did.
    public static Optional<Span> ran(MigrationSide destination) {
        long last = EventHeader.UNKNOWN_NS;
        for (DeviceSide device : destination.devices()) {
            if (device.resuming().isPresent()) {
                CallTime running = device.running().orElse(null);
                if (running == null || running.returnedNs() == EventHeader.UNKNOWN_NS) {
                    return Optional.empty();
                }
                last = Math.max(last, running.returnedNs());
            }
        }
        if (last != EventHeader.UNKNOWN_NS) {
            return Optional.of(new Span(last, last));
        }
        // A VM that was paused and stays so passes the last checkpoint too.
        boolean started = !destination.hasMomentOf("runstate-")
                || destination.momentNs("runstate-running") != EventHeader.UNKNOWN_NS;
        return started
                ? byCheckpoints(destination, "dst-precopy-bh-announced", "dst-precopy-bh-vm-started")
                : Optional.empty();
    }

    /// What stopped, for sentences: `the devices were`, or `the guest was` if no trace shows a device that took part.
    public static String subject(Sides sides) {
        boolean devices = sides.shown()
                .anyMatch(side ->
                        !side.handlers().isEmpty() || side.devices().stream().anyMatch(DeviceSide::tookPart));
        return devices ? "the devices were" : "the guest was";
    }

    /// The VMM's handlers of VFIO devices, where the trace shows nothing of the devices themselves.
    public static List<HandlerTime> handlers(MigrationSide side) {
        boolean saving = side.isSource();
        return side.devices().stream().anyMatch(DeviceSide::tookPart)
                ? List.of()
                : side.handlers().stream()
                        .filter(time -> time.saving() == saving)
                        .toList();
    }

    /// How many devices the trace of the side shows, be it by no more than their handlers.
    public static long devices(MigrationSide side) {
        List<HandlerTime> handlers = handlers(side);
        return handlers.isEmpty()
                ? side.devices().size()
                : handlers.stream().map(HandlerTime::handler).distinct().count();
    }

    private static Optional<Span> byCheckpoints(MigrationSide side, String before, String after) {
        long from = side.momentNs(before);
        long to = side.momentNs(after);
        boolean shown = from != EventHeader.UNKNOWN_NS && to != EventHeader.UNKNOWN_NS && from <= to;
        boolean byDevice = side.devices().stream().anyMatch(DeviceSide::tookPart);
        return shown && !byDevice ? Optional.of(new Span(from, to)) : Optional.empty();
    }
}
