package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts the sides of migrations together: which destination took what which source sent.
///
/// Clocks of two hosts may be minutes apart, so that what happened at the same time by them need not belong together.
/// In this order it counts
/// 1. that a process does not migrate to itself, and that what comes first in a process, or on a clock, comes first at
///    the other side too ([PairSearch]), and that nothing is paired that took another's data ([Contradiction]);
/// 2. that as many sides as possible find another one;
/// 3. devices, bytes and outcomes ([PairEvidence]);
/// 4. over several migrations, that few different clocks explain their times ([HostClocks]);
/// 5. wall clocks that agree, and then the report says that this is no proof.
///
/// What nothing decides stays apart.
public final class Pairing {

    private final List<MigrationSide> sources = new ArrayList<>();
    private final List<MigrationSide> destinations = new ArrayList<>();
    private final List<MigrationSide> unknown = new ArrayList<>();

    private Pairing() {}

    public static List<Sides> of(List<ScannedTrace> traces) {
        Pairing pairing = new Pairing();
        for (ScannedTrace trace : traces) {
            for (MigrationSide side : trace.sides()) {
                pairing.sidesLike(side).add(side);
            }
        }
        List<Sides> pairs = new ArrayList<>(pairing.pairs());
        pairing.unknown.forEach(side -> pairs.add(Sides.ofUnknown(side)));
        pairs.sort(Comparator.comparingLong(Pairing::startNs));
        return pairs;
    }

    private List<MigrationSide> sidesLike(MigrationSide side) {
        return side.role().isEmpty() ? unknown : side.isSource() ? sources : destinations;
    }

    private List<Sides> pairs() {
        List<List<Sides>> fitting = new PairSearch(sources, destinations).best();
        PairedBy how = PairedBy.EVIDENCE;
        List<List<Sides>> left = HostClocks.fewest(fitting);
        if (left.size() < fitting.size()) {
            how = PairedBy.FEWEST_CLOCKS;
        }
        Set<Sides> sure = new LinkedHashSet<>(left.getFirst());
        left.forEach(sure::retainAll);
        List<Sides> chosen = new ArrayList<>();
        for (Sides pair : sure) {
            chosen.add(new Sides(pair.source(), pair.destination(), how));
        }
        List<List<Sides>> doubtful = left.stream()
                .map(pairs ->
                        pairs.stream().filter(pair -> !sure.contains(pair)).toList())
                .toList();
        for (Sides pair : onTime(doubtful)) {
            chosen.add(new Sides(pair.source(), pair.destination(), PairedBy.WALL_CLOCKS));
        }
        alone(chosen, doubtful);
        return chosen;
    }

    /// The only one of several combinations whose sides' transfers end at the same time by the wall clocks.
    private static List<Sides> onTime(List<List<Sides>> combinations) {
        if (combinations.size() < 2) {
            return List.of();
        }
        List<List<Sides>> fitting = combinations.stream()
                .filter(pairs -> !pairs.isEmpty() && pairs.stream().allMatch(Pairing::endsTogether))
                .toList();
        return fitting.size() == 1 ? fitting.getFirst() : List.of();
    }

    private static boolean endsTogether(Sides pair) {
        long apart = HostClocks.apartNs(pair).orElse(Long.MAX_VALUE);
        return pair.anchored() && apart >= -HostClocks.SAME_NS && apart <= HostClocks.SAME_NS;
    }

    /// Adds the sides that found no other.
    private void alone(List<Sides> chosen, List<List<Sides>> doubtful) {
        Set<MigrationSide> taken = chosen.stream().flatMap(Sides::both).collect(Collectors.toSet());
        Set<MigrationSide> undecided =
                doubtful.stream().flatMap(List::stream).flatMap(Sides::both).collect(Collectors.toSet());
        for (MigrationSide source : sources) {
            if (!taken.contains(source)) {
                chosen.add(new Sides(source, null, why(source, undecided)));
            }
        }
        for (MigrationSide destination : destinations) {
            if (!taken.contains(destination)) {
                chosen.add(new Sides(null, destination, why(destination, undecided)));
            }
        }
    }

    private static PairedBy why(MigrationSide alone, Set<MigrationSide> undecided) {
        return undecided.contains(alone) ? PairedBy.NOTHING : PairedBy.EVIDENCE;
    }

    /// For the order of the report only.
    private static long startNs(Sides sides) {
        MigrationSide side = sides.shown().findFirst().orElseThrow();
        long axis = side.axisNs(side.startNs());
        if (axis == EventHeader.UNKNOWN_NS) {
            return Long.MAX_VALUE;
        }
        return axis + side.trace().clock().startRealtimeNs().orElse(0);
    }
}
