package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;

/// When the devices of the source stopped and those of the destination ran, each as the span in which it must have
/// been.
///
/// The devices' own calls tell it. Where a trace shows none of them but the VMM's handlers of VFIO devices, the VMM's
/// checkpoints around the calls do: QEMU sets device states between `src-downtime-start` and `src-vm-stopped`
/// (`migration_stop_vm`), and between `dst-precopy-bh-announced` and `dst-precopy-bh-vm-started` (`vm_start`).
final class Switchover {

    private Switchover() {}

    /// When the first device of the source was asked to stop; empty where the trace does not tell.
    static Optional<Span> stopped(Sides.Side source) {
        long earliest = Long.MAX_VALUE;
        long called = Long.MAX_VALUE;
        for (DeviceLeg part : source.leg().devices.values()) {
            Call left = part.left;
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
    static Optional<Span> ran(Sides.Side destination) {
        long last = EventHeader.UNKNOWN_NS;
        for (DeviceLeg part : destination.leg().devices.values()) {
            if (part.resuming != null) {
                Call running = part.running;
                if (running == null || running.returnedNs() == EventHeader.UNKNOWN_NS) {
                    return Optional.empty();
                }
                last = Math.max(last, running.returnedNs());
            }
        }
        if (last != EventHeader.UNKNOWN_NS) {
            return Optional.of(new Span(last, last));
        }
        Leg leg = destination.leg();
        // The last checkpoint is also passed where a VM that was paused stays so.
        boolean started = !leg.hasMomentOf("runstate-") || leg.momentNs("runstate-running") != EventHeader.UNKNOWN_NS;
        return started
                ? byCheckpoints(destination, "dst-precopy-bh-announced", "dst-precopy-bh-vm-started")
                : Optional.empty();
    }

    /// The VMM's handlers of VFIO devices, where the trace shows nothing of the devices themselves.
    static List<Leg.HandlerTime> handlers(Sides.Side side) {
        Leg leg = side.leg();
        boolean saving = leg.side == Report.Side.SOURCE;
        return leg.devices.values().stream().anyMatch(leg::took)
                ? List.of()
                : leg.handlers.stream().filter(time -> time.saving() == saving).toList();
    }

    /// How many devices the trace of the side shows, be it by no more than their handlers.
    static long devices(Sides.Side side) {
        List<Leg.HandlerTime> handlers = handlers(side);
        return handlers.isEmpty()
                ? side.leg().devices.size()
                : handlers.stream().map(Leg.HandlerTime::handler).distinct().count();
    }

    private static Optional<Span> byCheckpoints(Sides.Side side, String before, String after) {
        Leg leg = side.leg();
        long from = leg.momentNs(before);
        long to = leg.momentNs(after);
        boolean shown = from != EventHeader.UNKNOWN_NS && to != EventHeader.UNKNOWN_NS && from <= to;
        return shown && !handlers(side).isEmpty() ? Optional.of(new Span(from, to)) : Optional.empty();
    }
}
