package dev.vfr.model.fold;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Folds what the trace says of itself: what was captured how, who takes part, what is lost.
final class TraceFold {

    private TraceFold() {}

    static MigrationState opened(MigrationState state, TraceOpened event) {
        TraceTrack trace = state.trace();
        Set<CaptureSource> sources = new LinkedHashSet<>(trace.sources());
        sources.addAll(event.sources());
        return state.with(new TraceTrack(
                true,
                false,
                List.copyOf(sources),
                trace.lossReports(),
                trace.eventsLost(),
                trace.lossUncounted(),
                trace.lastLoss(),
                event.sources()));
    }

    static MigrationState closed(MigrationState state) {
        TraceTrack t = state.trace();
        return state.with(new TraceTrack(
                t.opened(),
                true,
                t.sources(),
                t.lossReports(),
                t.eventsLost(),
                t.lossUncounted(),
                t.lastLoss(),
                t.lastOpened()));
    }

    static MigrationState lost(MigrationState state, EventsLost event) {
        TraceTrack t = state.trace();
        return state.with(new TraceTrack(
                t.opened(),
                t.closed(),
                t.sources(),
                t.lossReports() + 1,
                t.eventsLost() + event.count().orElse(0),
                t.lossUncounted() || event.count().isEmpty(),
                Optional.of(event),
                t.lastOpened()));
    }

    static MigrationState processNamed(MigrationState state, ProcessNamed event, Noted noted) {
        int number = event.header().process();
        ProcessTrack known = state.processTable().get(number);
        if (known == null && state.processTable().isFull()) {
            noted.note(Anomaly.Kind.TOO_MANY, "more than " + Table.CAPACITY + " processes");
            return state;
        }
        List<CaptureSource> sources = state.trace().lastOpened();
        MigrationState named = state.with(new ProcessTrack(
                number,
                event.label(),
                event.hostClock(),
                event.vmm(),
                event.vmmVersion(),
                sources,
                known == null ? Optional.empty() : known.runState(),
                known == null ? Optional.empty() : known.migrationStatus(),
                known == null ? Optional.empty() : known.lastAnswer(),
                known == null ? Optional.empty() : known.lastCheckpoint(),
                known == null ? Optional.empty() : known.lastError(),
                known == null ? 0 : known.errors()));
        return state.clockTable().get(event.hostClock()) == null
                ? withClock(named, new ClockTrack(event.hostClock(), 0, 0, 0, 0), noted)
                : named;
    }

    static MigrationState clockAnchored(MigrationState state, ClockAnchored event, Noted noted) {
        ClockTrack known = state.clockTable().get(event.hostClock());
        ClockTrack next = known != null && known.isAnchored()
                ? new ClockTrack(
                        known.number(),
                        known.anchors() + 1,
                        known.monotonicNs(),
                        known.realtimeNs(),
                        known.uncertaintyNs())
                : new ClockTrack(event.hostClock(), 1, event.monotonicNs(), event.realtimeNs(), event.uncertaintyNs());
        return withClock(state, next, noted);
    }

    static MigrationState deviceNamed(MigrationState state, DeviceNamed event, Noted noted) {
        int number = event.header().device();
        DeviceTrack known = state.deviceTable().get(number);
        if (known != null) {
            return state.with(known.withNames(event.name(), event.aliases()));
        }
        if (state.deviceTable().isFull()) {
            noted.note(Anomaly.Kind.TOO_MANY, "more than " + Table.CAPACITY + " devices");
            return state;
        }
        return state.with(new DeviceTrack(
                number,
                event.name(),
                event.aliases(),
                event.header().process(),
                FlagsTrack.NONE,
                StateTrack.initial(event.header().seq()),
                DataTrack.NONE,
                EstimateTrack.NONE));
    }

    private static MigrationState withClock(MigrationState state, ClockTrack clock, Noted noted) {
        if (state.clockTable().get(clock.number()) == null && state.clockTable().isFull()) {
            noted.note(Anomaly.Kind.TOO_MANY, "more than " + Table.CAPACITY + " host clocks");
            return state;
        }
        return state.with(clock);
    }
}
