package dev.vfr.model.analysis.diff;

import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationDiff.Span;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.PathEntry;
import dev.vfr.model.report.Report.Phase;
import dev.vfr.model.report.Report.Side;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What one migration took, by spans that can be found again in another run.
final class Spans {

    /// The span of which all others are parts.
    static final String DOWNTIME = "downtime";

    private static final int SHORT = 12;

    private Spans() {}

    /// A span without the names that differ from run to run.
    ///
    /// @param side its word, empty for both
    /// @param device the device's number among those of its side, -1 for all of them
    record Key(int rank, String name, String side, int device) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::rank)
                .thenComparing(Key::side, Comparator.reverseOrder())
                .thenComparingInt(Key::device)
                .thenComparing(Key::name);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// What it took, with its names in this run.
    record Value(Span span, long ns) {}

    /// All spans of a migration. Of an interval the middle is taken.
    static NavigableMap<Key, Value> of(Report report, int migration) {
        MigrationSummary summary = report.migrations().get(migration);
        TreeMap<Key, Value> spans = new TreeMap<>();
        summary.downtimeNs().ifPresent(ns -> whole(spans, 0, DOWNTIME, middle(ns)));
        summary.vmmDowntimeNs().ifPresent(ns -> whole(spans, 1, "downtime as the VMM says", ns));
        Map<Side, List<String>> names = new EnumMap<>(Side.class);
        for (Phase phase : summary.downtimePhases()) {
            List<String> known = names.computeIfAbsent(phase.side(), side -> devicesAt(report, summary, side));
            // A handler's name need not be a device's: each name has a number of its own all the same.
            if (!known.contains(phase.device())) {
                known.add(phase.device());
            }
            int device = known.indexOf(phase.device());
            Span span =
                    new Span(phase.name(), Optional.of(phase.side()), Optional.of(shortName(report, phase.device())));
            Key key = new Key(2, phase.name(), phase.side().word(), device);
            spans.merge(key, new Value(span, phase.ns()), (a, b) -> new Value(a.span(), a.ns() + b.ns()));
        }
        for (Side side : Side.values()) {
            dwell(spans, report, migration, side);
        }
        return spans;
    }

    private static void whole(Map<Key, Value> spans, int rank, String name, long ns) {
        Span span = new Span(name, Optional.empty(), Optional.empty());
        spans.put(new Key(rank, name, "", -1), new Value(span, ns));
    }

    /// How long each device was in the states of the migration.
    private static void dwell(Map<Key, Value> spans, Report report, int migration, Side side) {
        MigrationSummary summary = report.migrations().get(migration);
        List<String> names = devicesAt(report, summary, side);
        for (DeviceSummary device : report.devices()) {
            int number = traceOf(summary, side).equals(Optional.of(device.trace())) ? names.indexOf(device.name()) : -1;
            for (PathEntry entry : device.path()) {
                boolean told = number >= 0
                        && isOf(device, side)
                        && entry.migration().equals(OptionalInt.of(migration))
                        && entry.ns().isPresent()
                        && isOfMigration(entry.state(), side);
                if (told) {
                    String name = "in " + entry.state();
                    Span span = new Span(name, Optional.of(side), Optional.of(shortName(device)));
                    spans.merge(
                            new Key(3, name, side.word(), number),
                            new Value(span, entry.ns().getAsLong()),
                            (a, b) -> new Value(a.span(), a.ns() + b.ns()));
                }
            }
        }
    }

    /// Leaving STOP_COPY late is no part of the downtime, so how long it lasted says nothing.
    private static boolean isOfMigration(DeviceState state, Side side) {
        return side == Side.SOURCE ? state.isPreCopy() : state == DeviceState.RESUMING;
    }

    private static boolean isOf(DeviceSummary device, Side side) {
        return switch (device.role()) {
            case SOURCE -> side == Side.SOURCE;
            case DESTINATION -> side == Side.DESTINATION;
            case BOTH -> true;
            case NONE -> false;
        };
    }

    private static List<String> devicesAt(Report report, MigrationSummary migration, Side side) {
        Optional<String> trace = traceOf(migration, side);
        List<String> names = new ArrayList<>();
        for (DeviceSummary device : report.devices()) {
            if (trace.equals(Optional.of(device.trace())) && isOf(device, side)) {
                names.add(device.name());
            }
        }
        return names;
    }

    private static Optional<String> traceOf(MigrationSummary migration, Side side) {
        return side == Side.SOURCE ? migration.sourceTrace() : migration.destinationTrace();
    }

    private static long middle(Interval ns) {
        return ns.min() + (ns.max() - ns.min()) / 2;
    }

    private static String shortName(Report report, String name) {
        return report.devices().stream()
                .filter(device -> device.name().equals(name))
                .map(Spans::shortName)
                .findFirst()
                .orElse(name);
    }

    /// The short name that people gave the device, where it has one.
    static String shortName(DeviceSummary device) {
        return device.aliases().stream()
                .filter(alias -> alias.length() <= SHORT)
                .findFirst()
                .orElse(device.name());
    }
}
