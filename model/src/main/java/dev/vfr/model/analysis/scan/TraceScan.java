package dev.vfr.model.analysis.scan;

import dev.vfr.model.analysis.watch.Evidence;
import dev.vfr.model.analysis.watch.Facts;
import dev.vfr.model.analysis.watch.Watchers;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.fold.StateKnowledge;
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
import org.jspecify.annotations.Nullable;

/// The one pass over a trace, and everything that the rest of the analysis needs of it.
public final class TraceScan {

    /// A SET that failed, with the state it was made in.
    public record FailedSet(DeviceStateSet event, Optional<DeviceState> from) {}

    public final int index;
    public final String name;
    final TraceClock.Builder clockBuilder = new TraceClock.Builder();
    public final Map<Integer, PathTracker> paths = new LinkedHashMap<>();
    public final Map<Integer, EstimateTracker> estimates = new LinkedHashMap<>();
    final Map<Integer, LegTracker> trackers = new LinkedHashMap<>();
    /// What the watchers noted.
    public final Facts facts = new Facts();

    private final Watchers watchers = Watchers.noting(facts);
    private final Map<Integer, String> hosts = new HashMap<>();
    public final Map<Anomaly.Kind, Evidence<Anomaly>> anomalies = new EnumMap<>(Anomaly.Kind.class);
    public final Evidence<FailedSet> failedSets = new Evidence<>();
    final Evidence<ErrorLinePrinted> errorLines = new Evidence<>();
    public final Evidence<EventsLost> losses = new Evidence<>();

    @Nullable
    public CaptureCostMeasured captureCost;

    /// The first arc of each device's request that has not returned so far.
    private final Map<Integer, Long> firstArcs = new HashMap<>();

    public boolean anyTime;
    /// The log is of a release that prints when the pre-copy data ran out.
    public boolean showsEmptyHits;
    public MigrationState state = MigrationState.EMPTY;
    public TraceClock clock;

    private TraceScan(int index, String name) {
        this.index = index;
        this.name = name;
        this.clock = clockBuilder.build();
    }

    public static TraceScan of(int index, String name, EventSource events) throws EventSourceException {
        TraceScan scan = new TraceScan(index, name);
        try (EventSource.EventReader reader = events.readFrom(0)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                scan.observe(event);
            }
        }
        scan.clock = scan.clockBuilder.build();
        scan.watchers.finish(scan.state);
        scan.trackers.forEach((process, tracker) -> tracker.finish(scan.processLabel(process)));
        return scan;
    }

    public List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        trackers.values().forEach(tracker -> legs.addAll(tracker.legs()));
        return legs;
    }

    public Evidence<Anomaly> anomalies(Anomaly.Kind kind) {
        return anomalies.getOrDefault(kind, new Evidence<>());
    }

    public boolean isIntact() {
        return state.trace().closed() && anomalies(Anomaly.Kind.SEQUENCE_BROKEN).count() == 0;
    }

    /// Every call on a VFIO fd is in the trace, so that one that is not there did not happen.
    public boolean seesAll() {
        return losses.count() == 0 && state.trace().sources().stream().anyMatch(CaptureSource::seesEveryCall);
    }

    public boolean has(CaptureSource source) {
        return state.trace().sources().contains(source);
    }

    /// Of the data there is nothing but the migration stream, which has what was read and put into it, no
    /// call that
    /// failed, and nothing of what became of it.
    public boolean streamAlone() {
        return state.trace().sources().contains(CaptureSource.QEMU_STREAM)
                && state.trace().sources().stream()
                        .allMatch(source -> source == CaptureSource.QEMU_STREAM
                                || source == CaptureSource.QMP
                                || source == CaptureSource.QEMU_STDERR);
    }

    public String deviceName(int device) {
        return state.device(device).map(DeviceTrack::name).orElse("device " + device);
    }

    public String processLabel(int process) {
        return state.process(process).map(p -> p.label()).orElse("process " + process);
    }

    /// The clock that the process's times are on, as a number of this trace.
    public int hostClock(int process) {
        return state.process(process).map(p -> p.hostClock()).orElse(EventHeader.NONE);
    }

    /// The name of the process's host, empty where the trace does not tell it.
    public Optional<String> host(int process) {
        return Optional.ofNullable(hosts.get(process));
    }

    private void observe(MigrationEvent event) {
        MigrationState before = state;
        Step step = Fold.step(before, event);
        MigrationState after = step.state();
        state = after;
        clockBuilder.observe(event);
        for (Anomaly anomaly : step.anomalies()) {
            anomalies.computeIfAbsent(anomaly.kind(), _ -> new Evidence<>()).add(anomaly);
        }
        EventHeader header = event.header();
        anyTime |= header.hasTime();
        LegTracker tracker = tracker(header.process());
        Leg legBefore = tracker == null ? null : tracker.current();
        Leg legOfDevice = tracker == null || !mayMove(event) ? null : tracker.legOf(header.device());
        if (tracker != null) {
            tracker.observe(event, before, after);
        }
        if (header.hasDevice()) {
            Leg legNow = tracker == null ? null : tracker.current();
            track(event, legNow == legBefore ? legOfDevice : legNow, after);
        }
        note(event, before, after);
        watchers.observe(event, before, after);
    }

    private static boolean mayMove(MigrationEvent event) {
        return event instanceof DeviceStateSet
                || event instanceof ArcTaken
                || event instanceof DeviceReset
                || event instanceof DeviceStateGot
                || event instanceof DeviceStateAnnounced;
    }

    private @Nullable LegTracker tracker(int process) {
        return process == EventHeader.NONE ? null : trackers.computeIfAbsent(process, p -> new LegTracker(index, p));
    }

    private void note(MigrationEvent event, MigrationState before, MigrationState after) {
        switch (event) {
            case DeviceStateSet e -> {
                if (e.result().isFailed()) {
                    failedSets.add(new FailedSet(e, refusedIn(before, e)));
                }
            }
            case ErrorLinePrinted e -> errorLines.add(e);
            case VmmStepSeen e -> showsEmptyHits |= e.name().equals("vfio_save_complete_precopy_start");
            case ProcessNamed e ->
                e.host().ifPresent(host -> hosts.put(e.header().process(), host));
            case EventsLost e -> losses.add(e);
            case CaptureCostMeasured e -> captureCost = e;
            case PrecopyInfoQueried e -> estimatesOf(e.header()).observe(e);
            case MigDataSizeQueried e -> estimatesOf(e.header()).observe(e);
            case VmmEstimated e -> estimatesOf(e.header()).observe(e, isPreCopy(after, e.header()));
            default -> {
                // The other events are counted by the fold.
            }
        }
    }

    private void track(MigrationEvent event, @Nullable Leg leg, MigrationState after) {
        EventHeader header = event.header();
        PathTracker path = paths.computeIfAbsent(header.device(), _ -> new PathTracker());
        if (event instanceof DeviceNamed) {
            path.begin(header.seq());
        }
        Optional<DeviceTrack> device = after.device(header.device());
        Optional<StateChange> change =
                device.flatMap(d -> d.state().lastChange()).filter(c -> c.seq() == header.seq());
        change.ifPresent(shown -> path.add(shown, leg));
        if (event instanceof ArcTaken) {
            change.ifPresent(arc -> firstArcs.putIfAbsent(header.device(), arc.seq()));
        } else if (event instanceof DeviceStateSet) {
            // The request that the arcs are part of returns after them, and may begin a migration.
            Long since = firstArcs.remove(header.device());
            if (since != null) {
                path.adopt(since, leg);
            }
        }
    }

    private EstimateTracker estimatesOf(EventHeader header) {
        return estimates.computeIfAbsent(header.device(), _ -> new EstimateTracker());
    }

    private static Optional<DeviceState> stateOf(MigrationState state, EventHeader header) {
        return state.device(header.device())
                .flatMap(device -> device.state().now().state());
    }

    /// The state that a request failed in. Where the device is only taken to be in the one that was asked for, it was
    /// in another, and nothing shows in which.
    private static Optional<DeviceState> refusedIn(MigrationState state, DeviceStateSet refused) {
        Optional<StateKnowledge> known = state.device(refused.header().device())
                .map(device -> device.state().now());
        boolean guessed =
                known.filter(StateKnowledge.Inferred.class::isInstance).isPresent();
        return known.flatMap(StateKnowledge::state)
                .filter(from -> !guessed || !refused.requested().equals(Optional.of(from)));
    }

    private static boolean isPreCopy(MigrationState state, EventHeader header) {
        return stateOf(state, header).filter(DeviceState::isPreCopy).isPresent();
    }
}
