package dev.vfr.model.fold;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be said of the way from one state to another when the device's flags may not be known: only what holds
/// for every set of flags that the device may have.
///
/// @param legal whether any of the sets has a way
/// @param middle the states that every way passes, in order
/// @param arcs the arcs that every way walks, in order
/// @param onFailure the states in which the device may be when the request failed
/// @param onUnknown the states in which the device may be when the end of the request is not shown
record Walk(
        boolean legal,
        List<DeviceState> middle,
        List<Arc> arcs,
        Set<DeviceState> onFailure,
        Set<DeviceState> onUnknown) {

    private static final int STATES = DeviceState.values().length;
    private static final int FLAG_SETS = 8;

    /// The walks that were asked for, by whether the flags are exactly known, their bits, and the two states. A walk
    /// that two threads make is the same twice.
    private static final @Nullable Walk[] KNOWN = new Walk[2 * FLAG_SETS * STATES * STATES];

    Walk {
        middle = List.copyOf(middle);
        arcs = List.copyOf(arcs);
        onFailure = Set.copyOf(onFailure);
        onUnknown = Set.copyOf(onUnknown);
    }

    static Walk of(FlagsTrack flags, DeviceState from, DeviceState to) {
        boolean exact = flags.answered().isPresent();
        long bits = exact ? flags.answered().get().bits() : flags.impliedBits();
        int known = (int) (bits & (FLAG_SETS - 1));
        int index = index(exact, known, from, to);
        Walk walk = KNOWN[index];
        if (walk == null) {
            walk = among(exact ? List.of(new MigrationFlags(known)) : supersets(known), from, to);
            KNOWN[index] = walk;
        }
        return walk;
    }

    private static int index(boolean exact, int bits, DeviceState from, DeviceState to) {
        return (((exact ? 1 : 0) * FLAG_SETS + bits) * STATES + from.number()) * STATES + to.number();
    }

    /// STOP_COPY is in every legal set.
    private static List<MigrationFlags> supersets(long least) {
        return MigrationFlags.combinations().stream()
                .filter(flags -> (flags.bits() & least) == least)
                .toList();
    }

    private static Walk among(List<MigrationFlags> flagSets, DeviceState from, DeviceState to) {
        List<List<DeviceState>> ways = new ArrayList<>();
        for (MigrationFlags flags : flagSets) {
            way(from, to, flags).ifPresent(ways::add);
        }
        Set<DeviceState> reached = EnumSet.of(from);
        ways.forEach(way -> reached.addAll(way.subList(0, way.size() - 1)));
        reached.add(DeviceState.ERROR);
        if (ways.isEmpty()) {
            return new Walk(false, List.of(), List.of(), EnumSet.of(from), EnumSet.of(from));
        }
        Set<DeviceState> reachedOrThere = EnumSet.copyOf(reached);
        reachedOrThere.add(to);
        List<DeviceState> first = ways.getFirst();
        List<DeviceState> middle =
                first.size() <= 2 ? new ArrayList<>() : new ArrayList<>(first.subList(1, first.size() - 1));
        List<Arc> arcs = new ArrayList<>(ArcTable.arcsOf(first));
        ways.forEach(way -> middle.retainAll(way.subList(0, way.size() - 1)));
        ways.forEach(way -> arcs.retainAll(ArcTable.arcsOf(way)));
        return new Walk(true, middle, arcs, reached, from == to ? EnumSet.of(from) : reachedOrThere);
    }

    /// A request for the present state is always answered, also in ERROR.
    private static Optional<List<DeviceState>> way(DeviceState from, DeviceState to, MigrationFlags flags) {
        return from == to ? Optional.of(List.of(from)) : ArcTable.path(from, to, flags);
    }
}
