package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Counts how many different host clocks it takes to have several migrations happen between the processes that they
/// are said to have happened between.
///
/// Each pair of sides tells how far the two processes' clocks are apart, within what the last byte may take. Processes
/// of one host share its clock: migrations back and forth between two hosts need two clocks when they are paired
/// rightly, whatever those clocks say, and more when they are not.
final class HostClocks {

    /// What the last byte may take from host to host before its delay looks like another clock, ns.
    static final long SAME_NS = 100_000_000;

    private record Place(int trace, int clock) {

        static Place of(MigrationSide side) {
            return new Place(side.trace().index(), side.trace().hostClock(side.process()));
        }
    }

    private record Edge(Place from, Place to, long apartNs) {}

    private HostClocks() {}

    /// Destination minus source by the ends of the two sides' transfers, real time; empty where a side has no times.
    static OptionalLong apartNs(Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return OptionalLong.empty();
        }
        OptionalLong sent = sides.comparable(source, lastMovedNs(source));
        OptionalLong taken = sides.comparable(destination, lastMovedNs(destination));
        return sent.isPresent() && taken.isPresent()
                ? OptionalLong.of(taken.getAsLong() - sent.getAsLong())
                : OptionalLong.empty();
    }

    private static long lastMovedNs(MigrationSide side) {
        long last = EventHeader.UNKNOWN_NS;
        for (DeviceSide device : side.devices()) {
            last = Math.max(last, device.lastMovedNs());
        }
        return last == EventHeader.UNKNOWN_NS ? side.startNs() : last;
    }

    /// Those of several combinations that need the fewest clocks; all of them where this says nothing, as it does of a
    /// single migration.
    static List<List<Sides>> fewest(List<List<Sides>> combinations) {
        if (combinations.size() < 2 || combinations.getFirst().size() < 2) {
            return combinations;
        }
        int fewest = Integer.MAX_VALUE;
        List<List<Sides>> found = new ArrayList<>();
        for (List<Sides> pairs : combinations) {
            Optional<Integer> needed = needed(pairs);
            if (needed.isEmpty()) {
                return combinations;
            }
            if (needed.get() < fewest) {
                fewest = needed.get();
                found.clear();
            }
            if (needed.get() == fewest) {
                found.add(pairs);
            }
        }
        return found;
    }

    /// How many clocks it takes; empty where a pair has no times.
    private static Optional<Integer> needed(List<Sides> pairs) {
        List<Edge> edges = new ArrayList<>();
        for (Sides pair : pairs) {
            OptionalLong apart = pair.anchored() ? apartNs(pair) : OptionalLong.empty();
            MigrationSide source = pair.source();
            MigrationSide destination = pair.destination();
            if (apart.isEmpty() || source == null || destination == null) {
                return Optional.empty();
            }
            edges.add(new Edge(Place.of(source), Place.of(destination), apart.getAsLong()));
        }
        return Optional.of(new Count(edges, SAME_NS + ClockFacts.drift(lengthNs(pairs))).clocks());
    }

    /// How long the traces are together, each by its own clock: in no more time clocks can have drifted apart.
    private static long lengthNs(List<Sides> pairs) {
        return pairs.stream()
                .flatMap(Sides::both)
                .map(MigrationSide::trace)
                .distinct()
                .mapToLong(trace -> trace.clock().durationNs().orElse(0))
                .sum();
    }

    /// One count: clocks as distances from that of the first process of each group that pairs connect.
    private static final class Count {

        private final List<Edge> edges;
        private final long slackNs;
        private final List<Long> known = new ArrayList<>();
        private int contradictions;

        private Count(List<Edge> edges, long slackNs) {
            this.edges = new ArrayList<>(edges);
            this.slackNs = slackNs;
        }

        private int clocks() {
            while (!edges.isEmpty()) {
                add(new ArrayList<>(connected().values()));
            }
            return known.size() + contradictions;
        }

        /// Takes the edges of one group out, and tells the clocks of its processes.
        private Map<Place, Long> connected() {
            Map<Place, Long> clocks = new LinkedHashMap<>();
            clocks.put(edges.getFirst().from(), 0L);
            boolean grew = true;
            while (grew) {
                int before = edges.size();
                edges.removeIf(edge -> place(edge, clocks));
                grew = edges.size() < before;
            }
            return clocks;
        }

        private boolean place(Edge edge, Map<Place, Long> clocks) {
            Long from = clocks.get(edge.from());
            Long to = clocks.get(edge.to());
            if (from != null && to != null) {
                contradictions += Math.abs(to - from - edge.apartNs()) > slackNs ? 1 : 0;
            } else if (from != null) {
                clocks.put(edge.to(), from + edge.apartNs());
            } else if (to != null) {
                clocks.put(edge.from(), to - edge.apartNs());
            } else {
                return false;
            }
            return true;
        }

        /// Adds a group, laid beside the others so that it brings the fewest new clocks.
        private void add(List<Long> group) {
            List<Long> fewest = fresh(group, 0);
            for (long own : group) {
                for (long other : known) {
                    List<Long> fresh = fresh(group, other - own);
                    fewest = fresh.size() < fewest.size() ? fresh : fewest;
                }
            }
            known.addAll(fewest);
        }

        private List<Long> fresh(List<Long> group, long shift) {
            List<Long> fresh = new ArrayList<>();
            for (long own : group) {
                long clock = own + shift;
                if (!isAmong(known, clock) && !isAmong(fresh, clock)) {
                    fresh.add(clock);
                }
            }
            return fresh;
        }

        private boolean isAmong(List<Long> clocks, long clock) {
            return clocks.stream().anyMatch(other -> Math.abs(other - clock) <= slackNs);
        }
    }
}
