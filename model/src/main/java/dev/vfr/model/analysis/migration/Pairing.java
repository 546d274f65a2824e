package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Puts the sides of migrations together: which destination took what which source sent.
///
/// With one of each there is no question. Otherwise the two that were busy at the same time by their clocks belong
/// together, else the next that is free in the order given. A process never migrates to itself.
public final class Pairing {

    private Pairing() {}

    public static List<Sides> of(List<TraceScan> scans) {
        List<Sides.Side> sources = new ArrayList<>();
        List<Sides.Side> destinations = new ArrayList<>();
        for (TraceScan scan : scans) {
            for (Leg leg : scan.legs()) {
                if (leg.side == Report.Side.DESTINATION) {
                    destinations.add(new Sides.Side(scan, leg));
                } else {
                    sources.add(new Sides.Side(scan, leg));
                }
            }
        }
        List<Sides> pairs = new ArrayList<>();
        for (Sides.Side source : sources) {
            Sides.Side partner = partnerOf(source, destinations);
            destinations.remove(partner);
            pairs.add(new Sides(source, partner));
        }
        destinations.forEach(alone -> pairs.add(new Sides(null, alone)));
        pairs.sort(Comparator.comparingLong(Pairing::startNs));
        return pairs;
    }

    private static Sides.@Nullable Side partnerOf(Sides.Side source, List<Sides.Side> free) {
        Sides.Side best = null;
        long bestGap = Long.MAX_VALUE;
        for (Sides.Side candidate : free) {
            boolean itself =
                    candidate.scan().index == source.scan().index && candidate.leg().process == source.leg().process;
            long gap = itself ? Long.MAX_VALUE : gapNs(source, candidate);
            if (!itself && (best == null || gap < bestGap)) {
                best = candidate;
                bestGap = gap;
            }
        }
        return best;
    }

    /// How far apart the ends of the two sides' transfers are; the greatest number where unknown.
    private static long gapNs(Sides.Side source, Sides.Side destination) {
        Sides sides = new Sides(source, destination);
        OptionalLong sent = sides.comparable(source, lastMovedNs(source.leg()));
        OptionalLong taken = sides.comparable(destination, lastMovedNs(destination.leg()));
        return sent.isPresent() && taken.isPresent() ? Math.abs(sent.getAsLong() - taken.getAsLong()) : Long.MAX_VALUE;
    }

    private static long lastMovedNs(Leg leg) {
        long last = EventHeader.UNKNOWN_NS;
        for (DeviceLeg part : leg.devices.values()) {
            last = Math.max(last, part.lastMovedNs);
        }
        return last == EventHeader.UNKNOWN_NS ? leg.startNs : last;
    }

    /// For the order of the report only.
    private static long startNs(Sides sides) {
        Sides.Side side = sides.source() == null ? sides.destination() : sides.source();
        if (side == null) {
            return Long.MAX_VALUE;
        }
        long axis = side.axisNs(side.leg().startNs);
        if (axis == EventHeader.UNKNOWN_NS) {
            return Long.MAX_VALUE;
        }
        return axis + side.scan().clock.startRealtimeNs().orElse(0);
    }
}
