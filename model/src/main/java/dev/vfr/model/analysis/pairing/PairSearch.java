package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the combinations of sources and destinations that fit best: the most pairs, and among these the least that
/// speaks against them.
///
/// All combinations are tried in which time does not run backwards: sides of one process, or on one clock, that come
/// one after the other have partners that do too, over any number of hosts.
final class PairSearch {

    /// More sides than this are paired in their order.
    private static final int SIDES_MAX = 64;

    /// So many orders of two sides are looked at; what was best by then is taken.
    private static final int WORK_MAX = 20_000_000;

    /// So many combinations that fit equally well are told apart.
    private static final int EQUAL_MAX = 1_000;

    private static final int NONE = -1;

    private final List<MigrationSide> sources;
    private final List<MigrationSide> destinations;
    private final int[][] against;
    private final Integer[][] likely;
    /// The destination of each source, NONE where it has none.
    private final int[] partner;
    private final boolean[] taken;
    private final boolean[][] before;

    private int steps;
    private int mostPairs = NONE;
    private int least = Integer.MAX_VALUE;
    private final List<int[]> best = new ArrayList<>();

    PairSearch(List<MigrationSide> sources, List<MigrationSide> destinations) {
        this.sources = sources;
        this.destinations = destinations;
        boolean small = sources.size() <= SIDES_MAX && destinations.size() <= SIDES_MAX;
        int rows = small ? sources.size() : 0;
        this.against = new int[rows][destinations.size()];
        this.likely = new Integer[rows][];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < destinations.size(); k++) {
                against[i][k] = PairEvidence.against(sources.get(i), destinations.get(k), isOnlyPair());
            }
            int[] row = against[i];
            likely[i] = IntStream.range(0, destinations.size())
                    .boxed()
                    .filter(k -> row[k] != PairEvidence.IMPOSSIBLE)
                    .sorted(Comparator.comparingInt(k -> row[k]))
                    .toArray(Integer[]::new);
        }
        this.partner = new int[sources.size()];
        Arrays.fill(partner, NONE);
        this.taken = new boolean[destinations.size()];
        this.before = small ? order() : new boolean[0][];
    }

    private boolean isOnlyPair() {
        return sources.size() == 1 && destinations.size() == 1;
    }

    /// One or more combinations that fit equally well; each has the pairs only.
    List<List<Sides>> best() {
        if (against.length < sources.size()) {
            return List.of(inOrder());
        }
        search(0, 0, 0);
        return best.stream().map(this::pairs).toList();
    }

    private List<Sides> pairs(int[] partners) {
        List<Sides> pairs = new ArrayList<>();
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] != NONE) {
                pairs.add(new Sides(sources.get(i), destinations.get(partners[i])));
            }
        }
        return pairs;
    }

    private void search(int source, int pairs, int cost) {
        int possible = pairs + Math.min(sources.size() - source, destinations.size() - pairs);
        boolean worse = possible < mostPairs || (possible == mostPairs && cost > least);
        if (worse || ((long) steps++ * before.length * before.length > WORK_MAX && !best.isEmpty())) {
            return;
        }
        if (source == sources.size()) {
            keep(pairs, cost);
            return;
        }
        for (int destination : likely[source]) {
            if (!taken[destination]) {
                partner[source] = destination;
                taken[destination] = true;
                if (isInOrder()) {
                    search(source + 1, pairs + 1, cost + against[source][destination]);
                }
                taken[destination] = false;
                partner[source] = NONE;
            }
        }
        search(source + 1, pairs, cost);
    }

    private void keep(int pairs, int cost) {
        if (pairs > mostPairs || cost < least) {
            best.clear();
            mostPairs = pairs;
            least = cost;
        }
        if (best.size() < EQUAL_MAX) {
            best.add(partner.clone());
        }
    }

    /// Sources first, then destinations.
    private MigrationSide side(int i) {
        return i < sources.size() ? sources.get(i) : destinations.get(i - sources.size());
    }

    /// Which side ended before which began, by the order of their process or by one clock.
    private boolean[][] order() {
        int all = sources.size() + destinations.size();
        boolean[][] order = new boolean[all][all];
        for (int i = 0; i < all; i++) {
            for (int k = 0; k < all; k++) {
                order[i][k] = i != k && isBefore(side(i), side(k));
            }
        }
        return order;
    }

    private static boolean isBefore(MigrationSide first, MigrationSide second) {
        if (first.trace().index() != second.trace().index()) {
            return new Sides(first, second).sameBoot() && endsBefore(first, second);
        }
        if (first.process() == second.process()) {
            return first.startSeq() < second.startSeq();
        }
        int clock = first.trace().hostClock(first.process());
        return clock != EventHeader.NONE
                && clock == second.trace().hostClock(second.process())
                && endsBefore(first, second);
    }

    private static boolean endsBefore(MigrationSide first, MigrationSide second) {
        return first.lastNs() != EventHeader.UNKNOWN_NS
                && second.startNs() != EventHeader.UNKNOWN_NS
                && first.lastNs() < second.startNs();
    }

    /// No side has to end before itself, with the two of a pair taken as one.
    private boolean isInOrder() {
        int all = before.length;
        int[] node = IntStream.range(0, all).toArray();
        for (int i = 0; i < sources.size(); i++) {
            if (partner[i] != NONE) {
                node[sources.size() + partner[i]] = i;
            }
        }
        boolean[][] edge = new boolean[all][all];
        int[] waitsFor = new int[all];
        for (int i = 0; i < all; i++) {
            for (int k = 0; k < all; k++) {
                if (before[i][k] && !edge[node[i]][node[k]]) {
                    edge[node[i]][node[k]] = true;
                    waitsFor[node[k]]++;
                }
            }
        }
        Deque<Integer> free = new ArrayDeque<>();
        IntStream.of(node).distinct().filter(n -> waitsFor[n] == 0).forEach(free::add);
        long left = IntStream.of(node).distinct().count();
        while (!free.isEmpty()) {
            int first = free.remove();
            left--;
            for (int k = 0; k < all; k++) {
                if (edge[first][k] && --waitsFor[k] == 0) {
                    free.add(k);
                }
            }
        }
        return left == 0;
    }

    /// Of very many sides each source takes the first destination after that of the source before it that it can have.
    private List<Sides> inOrder() {
        List<Sides> pairs = new ArrayList<>();
        int next = 0;
        for (MigrationSide source : sources) {
            int at = next;
            while (at < destinations.size()
                    && PairEvidence.against(source, destinations.get(at), isOnlyPair()) == PairEvidence.IMPOSSIBLE) {
                at++;
            }
            if (at < destinations.size()) {
                pairs.add(new Sides(source, destinations.get(at)));
                next = at + 1;
            }
        }
        return pairs;
    }
}
