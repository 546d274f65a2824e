package dev.vfr.model.replay;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import java.util.HashMap;
import java.util.Map;

/// Where one source stands among several: its real time, and its numbers made distinct from the others'.
final class Alignment {

    /// Sorts before every real time: the source does not tell one.
    static final long UNKNOWN = Long.MIN_VALUE;

    /// Introductions and anchors come at the beginning of a trace; a clock anchored later is not aligned.
    private static final int EVENTS_SCANNED = 4096;

    private final int index;
    private final int sources;
    private final long introductions;
    private final Map<Integer, Integer> clockOfProcess;
    private final Map<Integer, Long> toRealtime;

    private Alignment(
            int index,
            int sources,
            long introductions,
            Map<Integer, Integer> clockOfProcess,
            Map<Integer, Long> toRealtime) {
        this.index = index;
        this.sources = sources;
        this.introductions = introductions;
        this.clockOfProcess = clockOfProcess;
        this.toRealtime = toRealtime;
    }

    static Alignment of(EventSource source, int index, int sources) throws EventSourceException {
        Map<Integer, Integer> clockOfProcess = new HashMap<>();
        Map<Integer, Long> toRealtime = new HashMap<>();
        long introductions = 0;
        boolean introducing = true;
        try (EventSource.EventReader reader = source.readFrom(0)) {
            for (int i = 0; i < EVENTS_SCANNED; i++) {
                MigrationEvent event = reader.next();
                if (event == null) {
                    break;
                }
                introducing = introducing && (isIntroduction(event) || event instanceof EventsLost);
                if (introducing) {
                    introductions = event.header().seq() + 1;
                }
                if (event instanceof ProcessNamed named) {
                    clockOfProcess.putIfAbsent(event.header().process(), named.hostClock());
                } else if (event instanceof ClockAnchored anchor) {
                    toRealtime.putIfAbsent(anchor.hostClock(), anchor.realtimeNs() - anchor.monotonicNs());
                }
            }
        }
        return new Alignment(index, sources, introductions, clockOfProcess, toRealtime);
    }

    /// The number of the first event that does not only introduce what follows.
    long introductions() {
        return introductions;
    }

    /// The event's real time in ns, [#UNKNOWN] where the source does not tell.
    long realtimeNs(EventHeader header) {
        Integer clock = clockOfProcess.get(header.process());
        Long shift = clock == null ? null : toRealtime.get(clock);
        return shift == null || !header.hasTime() ? UNKNOWN : header.timeNs() + shift;
    }

    /// The event at another position, with numbers that no other source has.
    MigrationEvent joined(MigrationEvent event, long seq) throws EventSourceException {
        EventHeader h = event.header();
        EventHeader header = new EventHeader(
                seq,
                h.timeNs(),
                h.durationNs(),
                renumbered(h.process()),
                h.thread(),
                renumbered(h.device()),
                h.session());
        return switch (event) {
            case ProcessNamed e ->
                new ProcessNamed(
                        header,
                        e.label(),
                        renumbered(e.hostClock()),
                        e.pid(),
                        e.host(),
                        e.kernel(),
                        e.vmm(),
                        e.vmmVersion(),
                        e.commandLine());
            case ClockAnchored e ->
                new ClockAnchored(
                        header, renumbered(e.hostClock()), e.monotonicNs(), e.realtimeNs(), e.uncertaintyNs());
            default -> event.withHeader(header);
        };
    }

    private int renumbered(int number) throws EventSourceException {
        if (number < 0) {
            return number;
        }
        long joined = (long) number * sources + index;
        if (joined > Integer.MAX_VALUE) {
            throw new EventSourceException("number " + number + " is too large to join " + sources + " traces");
        }
        return (int) joined;
    }

    private static boolean isIntroduction(MigrationEvent event) {
        return event instanceof TraceOpened
                || event instanceof ProcessNamed
                || event instanceof ClockAnchored
                || event instanceof DeviceNamed;
    }
}
