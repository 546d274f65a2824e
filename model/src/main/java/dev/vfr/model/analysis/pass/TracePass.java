package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.Step;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one pass over a trace: [ScannedTrace].
final class TracePass {

    private final TraceClock.Builder clock = new TraceClock.Builder();
    private final Map<Integer, SideCutter> cutters = new LinkedHashMap<>();
    private final ArcJoin arcs = new ArcJoin();
    private final Map<Integer, PathTracker> paths = new LinkedHashMap<>();
    private final Map<Integer, EstimateTracker> estimates = new LinkedHashMap<>();
    private final FactCollector facts = new FactCollector();
    private final Watchers watchers;
    private final Map<Integer, String> hosts = new HashMap<>();
    private final Map<Anomaly.Kind, Evidence.Collector<Anomaly>> anomalies = new EnumMap<>(Anomaly.Kind.class);
    private final Evidence.Collector<FailedSet> failedSets = new Evidence.Collector<>();
    private final Losses.Collector losses = new Losses.Collector();
    private final Losses.Collector gaps = new Losses.Collector();
    private long eventsRead;
    private boolean torn;
    private @Nullable CaptureCostMeasured captureCost;
    private boolean anyTime;
    private boolean showsEmptyHits;
    private MigrationState state = MigrationState.EMPTY;

    /// @param watchers makes the watchers of the trace, which note what they see in the collector
    TracePass(Function<FactCollector, List<Watcher>> watchers) {
        this.watchers = new Watchers(watchers.apply(facts));
    }

    /// Takes the next event of the trace.
    ///
    /// @param gap whether it stands for events that the damaged trace no longer holds
    void observe(MigrationEvent event, boolean gap) {
        account(event, gap);
        MigrationState before = state;
        Step step = Fold.step(before, event);
        MigrationState after = step.state();
        state = after;
        clock.observe(event);
        for (Anomaly anomaly : step.anomalies()) {
            anomalies
                    .computeIfAbsent(anomaly.kind(), _ -> new Evidence.Collector<>())
                    .add(anomaly);
        }
        anyTime |= event.header().hasTime();
        cut(event, before, after);
        note(event, before, after);
        watchers.observe(event, before, after);
    }

    private void account(MigrationEvent event, boolean gap) {
        eventsRead += gap ? 0 : 1;
        if (event instanceof EventsLost lost) {
            (gap ? gaps : losses).add(lost);
        }
        if (gap) {
            torn = true;
            cutters.values().forEach(SideCutter::tear);
        }
    }

    private SideCutter cutter(int process) {
        SideCutter cutter = new SideCutter(process);
        if (torn) {
            cutter.tear();
        }
        return cutter;
    }

    private void cut(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        ArcJoin.Move move = header.hasDevice() ? arcs.observe(event, after) : ArcJoin.Move.NONE;
        OpenSide side = header.process() == EventHeader.NONE
                ? null
                : cutters.computeIfAbsent(header.process(), this::cutter).observe(event, move, before, after);
        if (header.hasDevice()) {
            PathTracker path = paths.computeIfAbsent(header.device(), _ -> new PathTracker());
            if (event instanceof DeviceNamed) {
                path.begin(header.seq());
            }
            path.add(move, side);
        }
    }

    private void note(MigrationEvent event, MigrationState before, MigrationState after) {
        switch (event) {
            case DeviceStateSet e -> {
                if (e.result().isFailed()) {
                    failedSets.add(FailedSet.of(e, before));
                }
            }
            case VmmStepSeen e -> showsEmptyHits |= e.name().equals("vfio_save_complete_precopy_start");
            case ProcessNamed e ->
                e.host().ifPresent(host -> hosts.put(e.header().process(), host));
            case CaptureCostMeasured e -> captureCost = e;
            case PrecopyInfoQueried e -> estimatesOf(e.header()).observe(e);
            case MigDataSizeQueried e -> estimatesOf(e.header()).observe(e);
            case VmmEstimated e -> estimatesOf(e.header()).observe(e, isPreCopy(after, e.header()));
            default -> {
                // The other events are counted by the fold.
            }
        }
    }

    private EstimateTracker estimatesOf(EventHeader header) {
        return estimates.computeIfAbsent(header.device(), _ -> new EstimateTracker());
    }

    private static boolean isPreCopy(MigrationState state, EventHeader header) {
        return state.device(header.device())
                .flatMap(device -> device.state().now().state())
                .filter(DeviceState::isPreCopy)
                .isPresent();
    }

    /// Ends the pass.
    ScannedTrace finish(int index, String name) {
        watchers.finish(state);
        cutters.values().forEach(SideCutter::finish);
        return new ScannedTrace(index, name, clock.build(), this);
    }

    MigrationState state() {
        return state;
    }

    Facts facts() {
        return facts.facts();
    }

    /// The sides of the whole trace, those of one process together.
    List<OpenSide> sides() {
        List<OpenSide> sides = new ArrayList<>();
        cutters.values().forEach(cutter -> sides.addAll(cutter.sides()));
        return sides;
    }

    /// Messages that belong to no migration.
    List<VmmMessage> outside() {
        return cutters.values().stream()
                .flatMap(cutter -> cutter.outside().stream())
                .toList();
    }

    Map<Integer, DevicePath> paths(Map<OpenSide, MigrationSide> built) {
        Map<Integer, DevicePath> all = new LinkedHashMap<>();
        paths.forEach((device, path) -> all.put(device, path.build(built)));
        return all;
    }

    Map<Integer, EstimateSummary> estimates() {
        Map<Integer, EstimateSummary> all = new LinkedHashMap<>();
        estimates.forEach((device, tracker) -> all.put(device, tracker.build()));
        return all;
    }

    TraceNotes notes() {
        Map<Anomaly.Kind, Evidence<Anomaly>> found = new EnumMap<>(Anomaly.Kind.class);
        anomalies.forEach((kind, collector) -> found.put(kind, collector.evidence()));
        return new TraceNotes(
                found,
                failedSets.evidence(),
                eventsRead,
                losses.build(),
                gaps.build(),
                Optional.ofNullable(captureCost),
                anyTime,
                showsEmptyHits,
                hosts);
    }
}
