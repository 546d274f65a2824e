package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.ClockComparison;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import java.util.OptionalLong;

/// The VMM's own figure of a downtime, and why it is not that of the devices.
///
/// QEMU takes its figure at the source alone: from before it stops the VM to when its migration ends there
/// (`migration_downtime_start`, `migration_downtime_end`). With the return path that is when the destination has loaded
/// all; without it, when all is written.
public final class VmmFigure {

    private static final long NS_PER_MS = 1_000_000;

    private VmmFigure() {}

    /// Its answer to the query, and only without one what its checkpoints say.
    public static OptionalLong ns(Sides sides) {
        MigrationSide source = sides.source();
        MigrationQueried answer = source == null ? null : source.answer().orElse(null);
        boolean completed =
                answer != null && answer.status().filter("completed"::equals).isPresent();
        if (answer != null && completed && answer.downtimeMs().isPresent()) {
            return OptionalLong.of(answer.downtimeMs().getAsLong() * NS_PER_MS);
        }
        return answer == null ? checkpointNs(sides) : OptionalLong.empty();
    }

    /// From the checkpoint at the start of the downtime at the source to that at its end.
    public static OptionalLong checkpointNs(Sides sides) {
        MigrationSide source = sides.source();
        if (source == null) {
            return OptionalLong.empty();
        }
        long start = source.momentNs("src-downtime-start");
        long end = source.momentNs("src-downtime-end");
        boolean known = start != EventHeader.UNKNOWN_NS && end != EventHeader.UNKNOWN_NS && end >= start;
        return known ? OptionalLong.of(end - start) : OptionalLong.empty();
    }

    static String explained(Sides sides, ClockComparison clocks, Downtime.Known known, OptionalLong vmmNs) {
        MigrationSide source = sides.source();
        if (source == null || vmmNs.isEmpty() || known.atLeastNs().isEmpty()) {
            return "";
        }
        String ours = known.ns().isPresent()
                ? Figures.time(known.ns().get())
                : "at least " + Figures.time(known.atLeastNs().getAsLong());
        StringBuilder text =
                new StringBuilder("QEMU reports " + Figures.time(vmmNs.getAsLong()) + ", " + Switchover.subject(sides)
                        + " stopped for " + ours + ". QEMU measures at the source, from before it stops the VM");
        before(source)
                .ifPresent(ns -> text.append(", ").append(Figures.time(ns)).append(" before the first device,"));
        text.append(
                source.hasMomentOf("source_return_path_thread")
                        ? " until the destination confirms its load"
                        : " until it has written everything");
        rest(sides, source, clocks, text);
        return text.append('.').toString();
    }

    /// From the VMM's start of the downtime to the first device's.
    private static OptionalLong before(MigrationSide source) {
        long start = source.momentNs("src-downtime-start");
        long stopped = source.devices().stream()
                .flatMap(device -> device.left().stream())
                .filter(CallTime::hasTime)
                .mapToLong(CallTime::calledNs)
                .min()
                .orElse(EventHeader.UNKNOWN_NS);
        return start != EventHeader.UNKNOWN_NS && stopped != EventHeader.UNKNOWN_NS && stopped > start
                ? OptionalLong.of(stopped - start)
                : OptionalLong.empty();
    }

    /// From the VMM's end of the downtime to when the last device ran.
    private static void rest(Sides sides, MigrationSide source, ClockComparison clocks, StringBuilder text) {
        MigrationSide destination = sides.destination();
        long end = source.momentNs("src-downtime-end");
        if (destination == null || clocks.usedNs().isEmpty()) {
            return;
        }
        OptionalLong ended = sides.comparable(source, end);
        OptionalLong ran = OptionalLong.empty();
        for (DeviceSide device : destination.devices()) {
            CallTime running = device.running().orElse(null);
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
            text.append("; it leaves out the ")
                    .append(Figures.time(missed))
                    .append(" until the last device ran at the destination");
        }
    }
}
