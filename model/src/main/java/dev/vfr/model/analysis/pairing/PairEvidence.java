package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.StreamComparison;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// How well two sides fit together as one migration, by everything but wall clocks: devices, bytes, outcomes.
final class PairEvidence {

    /// The two cannot be sides of one migration.
    static final int IMPOSSIBLE = Integer.MAX_VALUE;

    private static final int OTHER_BYTES = 16;
    private static final int OTHER_NAMES = 8;
    private static final int OTHER_TIME = 8;
    private static final int OTHER_OUTCOME = 4;
    private static final int OTHER_COUNT = 4;
    private static final int OTHER_LENGTH = 2;
    private static final int UNPROVEN_BYTES = 1;

    private PairEvidence() {}

    /// How much speaks against the two, 0 where nothing does; [#IMPOSSIBLE] where they are one process, where one clock
    /// shows that the destination was done before the source began, or where the data are another migration's.
    ///
    /// @param only the traces show no other side
    static int against(MigrationSide source, MigrationSide destination, boolean only) {
        boolean itself =
                source.trace().index() == destination.trace().index() && source.process() == destination.process();
        Sides sides = new Sides(source, destination);
        if (itself || isOver(sides, source, destination) || Contradiction.between(source, destination, only)) {
            return IMPOSSIBLE;
        }
        return later(sides, source, destination)
                + bytes(sides)
                + devices(source, destination)
                + outcome(source, destination);
    }

    private static boolean isOver(Sides sides, MigrationSide from, MigrationSide to) {
        return (sides.sameClock() || sides.sameBoot()) && isBefore(to.lastNs(), from.startNs());
    }

    /// Only a file is loaded after all of it was written.
    private static int later(Sides sides, MigrationSide from, MigrationSide to) {
        boolean late = (sides.sameClock() || sides.sameBoot()) && isBefore(from.lastNs(), to.startNs());
        return late && !from.throughFile() && !to.throughFile() ? OTHER_TIME : 0;
    }

    private static boolean isBefore(long endNs, long startNs) {
        return endNs != EventHeader.UNKNOWN_NS && startNs != EventHeader.UNKNOWN_NS && endNs < startNs;
    }

    private static int bytes(Sides sides) {
        int against = 0;
        for (StreamComparison stream : StreamComparisons.of(sides)) {
            against = Math.max(
                    against,
                    switch (stream.result()) {
                        case EQUAL -> 0;
                        case DIFFERS -> OTHER_BYTES;
                        case UNPROVEN -> UNPROVEN_BYTES;
                    });
        }
        return against;
    }

    private static int devices(MigrationSide source, MigrationSide destination) {
        Set<String> sent = handlers(source);
        Set<String> taken = handlers(destination);
        Set<String> both = new HashSet<>(sent);
        both.retainAll(taken);
        int against = !sent.isEmpty() && !taken.isEmpty() && both.isEmpty() ? OTHER_NAMES : 0;
        long from = count(source);
        long to = count(destination);
        if (from > 0 && to > 0 && from != to) {
            against += OTHER_COUNT;
        }
        long read = bytes(source);
        long written = bytes(destination);
        return against + (written > read && sized(source) && sized(destination) ? OTHER_LENGTH : 0);
    }

    /// The names of the devices in the stream, such as `0000:00:02.0/vfio`: those are the same at both sides.
    private static Set<String> handlers(MigrationSide side) {
        return side.devices().stream()
                .filter(DeviceSide::tookPart)
                .flatMap(device -> side.trace().state().device(device.number()).stream())
                .flatMap(device -> device.aliases().stream())
                .filter(PairEvidence::isHandler)
                .collect(Collectors.toSet());
    }

    static boolean isHandler(String alias) {
        return alias.endsWith("/vfio");
    }

    private static long count(MigrationSide side) {
        return side.devices().stream().filter(DeviceSide::tookPart).count();
    }

    static long bytes(MigrationSide side) {
        return side.devices().stream().mapToLong(device -> device.bytes()).sum();
    }

    static boolean sized(MigrationSide side) {
        return side.devices().stream().noneMatch(device -> device.unsized());
    }

    /// A source that gave up has no destination that completed; the reverse is a failure that only the destination
    /// saw.
    private static int outcome(MigrationSide source, MigrationSide destination) {
        boolean sent = Ending.of(source) == Ending.COMPLETED;
        boolean taken = Ending.of(destination) == Ending.COMPLETED;
        if (sent == taken) {
            return 0;
        }
        return taken ? 2 * OTHER_OUTCOME : OTHER_OUTCOME;
    }
}
