package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import java.util.OptionalLong;

/// Explains why the VMM's figure of a downtime is not that of the devices.
///
/// QEMU takes its figure at the source alone: from before it stops the VM to when its migration ends there
/// (`migration_downtime_start`, `migration_downtime_end`). With the return path that is when the destination has loaded
/// all; without it, when all is written.
final class VmmFigure {

    private VmmFigure() {}

    static String explained(Sides sides, ClockComparison clocks, Downtime.Known known, OptionalLong vmmNs) {
        Sides.Side source = sides.source();
        if (source == null || vmmNs.isEmpty() || known.atLeastNs().isEmpty()) {
            return "";
        }
        String ours = known.ns().isPresent()
                ? Figures.time(known.ns().get())
                : "at least " + Figures.time(known.atLeastNs().getAsLong());
        StringBuilder text =
                new StringBuilder("The VMM says " + Figures.time(vmmNs.getAsLong()) + ", the devices stood still for "
                        + ours + ". It counts at the source alone, from before it stops the VM");
        before(source)
                .ifPresent(ns -> text.append(", ").append(Figures.time(ns)).append(" before the first device,"));
        text.append(
                source.leg().hasMomentOf("source_return_path_thread")
                        ? " until the destination has answered that it loaded everything"
                        : " until all is written");
        rest(sides, source, clocks, text);
        return text.append('.').toString();
    }

    /// From the VMM's start of the downtime to the first device's.
    private static OptionalLong before(Sides.Side source) {
        long start = source.leg().momentNs("src-downtime-start");
        long stopped = source.leg().devices.values().stream()
                .map(part -> part.left)
                .filter(left -> left != null && left.hasTime())
                .mapToLong(Call::calledNs)
                .min()
                .orElse(EventHeader.UNKNOWN_NS);
        return start != EventHeader.UNKNOWN_NS && stopped != EventHeader.UNKNOWN_NS && stopped > start
                ? OptionalLong.of(stopped - start)
                : OptionalLong.empty();
    }

    /// From the VMM's end of the downtime to when the last device ran.
    private static void rest(Sides sides, Sides.Side source, ClockComparison clocks, StringBuilder text) {
        Sides.Side destination = sides.destination();
        long end = source.leg().momentNs("src-downtime-end");
        if (destination == null || clocks.usedNs().isEmpty()) {
            return;
        }
        OptionalLong ended = sides.comparable(source, end);
        OptionalLong ran = OptionalLong.empty();
        for (DeviceLeg part : destination.leg().devices.values()) {
            Call running = part.running;
            OptionalLong ns =
                    running == null ? OptionalLong.empty() : sides.comparable(destination, running.returnedNs());
            if (ns.isPresent()) {
                ran = OptionalLong.of(Math.max(ran.orElse(Long.MIN_VALUE), ns.getAsLong()));
            }
        }
        if (ended.isEmpty() || ran.isEmpty()) {
            return;
        }
        long apart = ran.getAsLong() - ended.getAsLong();
        Interval offset = clocks.usedNs().get();
        if (apart - offset.min() > 0) {
            Interval missed = new Interval(Math.max(0, apart - offset.max()), apart - offset.min());
            text.append("; the ")
                    .append(Figures.time(missed))
                    .append(" from then until the last device ran at the destination it does not see");
        }
    }
}
