package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.replay.TraceClock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Everything that the rest of the analysis needs of a trace, after the one pass over it.
///
/// It is compared by identity, as each trace is passed over once.
public final class ScannedTrace {

    private final int index;
    private final String name;
    private final TraceClock clock;
    private final MigrationState state;
    private final List<MigrationSide> sides;
    private final Map<Integer, DevicePath> paths;
    private final Map<Integer, EstimateSummary> estimates;
    private final Facts facts;
    private final List<VmmMessage> messagesOutside;
    private final TraceNotes notes;

    ScannedTrace(int index, String name, TraceClock clock, TracePass pass) {
        this.index = index;
        this.name = name;
        this.clock = clock;
        this.state = pass.state();
        this.facts = pass.facts();
        this.messagesOutside = pass.outside();
        this.notes = pass.notes();
        Map<OpenSide, MigrationSide> built = new LinkedHashMap<>();
        for (OpenSide side : pass.sides()) {
            built.put(side, side.build(this, processLabel(side.process()).toLowerCase(Locale.ROOT)));
        }
        this.sides = List.copyOf(built.values());
        this.paths = Collections.unmodifiableMap(pass.paths(built));
        this.estimates = Collections.unmodifiableMap(pass.estimates());
    }

    /// Passes over a trace.
    ///
    /// @param index its number among those that are analysed together
    /// @param watchers makes the watchers of one trace, which note what they see in the collector
    public static ScannedTrace of(
            int index, String name, EventSource events, Function<FactCollector, List<Watcher>> watchers)
            throws EventSourceException {
        TracePass pass = new TracePass(watchers);
        try (EventSource.EventReader reader = events.readFrom(0)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                pass.observe(event, reader.isGap());
            }
        }
        return pass.finish(index, name);
    }

    /// Messages that something failed, or that the VM cannot migrate, outside of all migrations.
    public List<VmmMessage> messagesOutside() {
        return messagesOutside;
    }

    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    public TraceClock clock() {
        return clock;
    }

    /// What is known at the end of the trace.
    public MigrationState state() {
        return state;
    }

    public List<MigrationSide> sides() {
        return sides;
    }

    /// The states of each device, in the order in which the trace shows the devices.
    public Map<Integer, DevicePath> paths() {
        return paths;
    }

    public EstimateSummary estimates(int device) {
        return estimates.getOrDefault(device, EstimateSummary.NONE);
    }

    /// What the watchers noted.
    public Facts facts() {
        return facts;
    }

    public Evidence<Anomaly> anomalies(Anomaly.Kind kind) {
        return notes.anomalies().getOrDefault(kind, Evidence.none());
    }

    public Evidence<FailedSet> failedSets() {
        return notes.failedSets();
    }

    /// How many events could be read.
    public long eventsRead() {
        return notes.eventsRead();
    }

    /// What the writer of the trace itself reports as lost.
    public Losses losses() {
        return notes.losses();
    }

    /// What is missing because the trace is damaged.
    public Losses gaps() {
        return notes.gaps();
    }

    /// What capturing cost on the host, if the trace shows it.
    public Optional<CaptureCostMeasured> captureCost() {
        return notes.captureCost();
    }

    public boolean anyTime() {
        return notes.anyTime();
    }

    /// The log is of a release that prints when the pre-copy data ran out.
    public boolean showsEmptyHits() {
        return notes.showsEmptyHits();
    }

    /// The trace was closed, and no event is missing from its file.
    public boolean isIntact() {
        return state.trace().closed()
                && gaps().reports() == 0
                && anomalies(Anomaly.Kind.SEQUENCE_BROKEN).count() == 0;
    }

    /// Every call on a VFIO fd is in the trace, so that one that is not there did not happen.
    public boolean seesAll() {
        return losses().reports() == 0
                && gaps().reports() == 0
                && state.trace().sources().stream().anyMatch(CaptureSource::seesEveryCall);
    }

    public boolean has(CaptureSource source) {
        return state.trace().sources().contains(source);
    }

    /// Of the data there is nothing but the migration stream. It has what was read and put into it, no call that
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

    /// The name of the process's host, empty if the trace does not show it.
    public Optional<String> host(int process) {
        return Optional.ofNullable(notes.hosts().get(process));
    }
}
