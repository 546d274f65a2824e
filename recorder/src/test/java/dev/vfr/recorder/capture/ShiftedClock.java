package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;

/// A host's clock that is set wrong and runs fast.
///
/// @param aheadNs by how much it is ahead at the begin of the day, ns
/// @param ppm by how much it gains
record ShiftedClock(long aheadNs, int ppm) {

    static final ShiftedClock RIGHT = new ShiftedClock(0, 0);

    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long MILLION = 1_000_000;

    /// The same events with the times that this clock shows.
    InMemoryEvents on(InMemoryEvents events) {
        InMemoryEvents shifted = new InMemoryEvents();
        events.toList().forEach(event -> shifted.append(on(event)));
        return shifted;
    }

    private MigrationEvent on(MigrationEvent event) {
        EventHeader header = event.header();
        EventHeader moved = new EventHeader(
                header.seq(),
                header.hasTime() ? on(header.timeNs()) : header.timeNs(),
                header.hasDuration() ? header.durationNs() + gained(header.durationNs()) : header.durationNs(),
                header.process(),
                header.thread(),
                header.device(),
                header.session());
        if (event instanceof ClockAnchored anchor) {
            long shift = on(anchor.monotonicNs()) - anchor.monotonicNs();
            return new ClockAnchored(
                    moved,
                    anchor.hostClock(),
                    anchor.monotonicNs() + shift,
                    anchor.realtimeNs() + shift,
                    anchor.uncertaintyNs());
        }
        return event.withHeader(moved);
    }

    private long on(long ns) {
        return ns + aheadNs + gained(ns % DAY_NS);
    }

    private long gained(long ns) {
        return ns / MILLION * ppm + ns % MILLION * ppm / MILLION;
    }
}
