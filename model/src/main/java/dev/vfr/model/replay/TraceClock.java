package dev.vfr.model.replay;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Maps an event's time to ns since the start of its trace, on one axis for all host clocks of the trace.
///
/// With one host clock the axis is that clock. With several, each clock is placed by its first anchor's real time; a
/// clock without an anchor cannot be placed, and its events have no time on the axis. Within one clock spans on the
/// axis are the clock's own, so that later anchors (a stepped real time) never bend a duration. How far two hosts'
/// real times can be trusted is a question for the analysis.
public final class TraceClock {

    private final Map<Integer, Integer> clockOfProcess;
    private final Map<Integer, Long> shiftOfClock;
    private final OptionalLong onlyShift;
    private final OptionalLong startRealtimeNs;
    private final OptionalLong durationNs;

    private TraceClock(
            Map<Integer, Integer> clockOfProcess,
            Map<Integer, Long> shiftOfClock,
            OptionalLong onlyShift,
            OptionalLong startRealtimeNs,
            OptionalLong durationNs) {
        this.clockOfProcess = Map.copyOf(clockOfProcess);
        this.shiftOfClock = Map.copyOf(shiftOfClock);
        this.onlyShift = onlyShift;
        this.startRealtimeNs = startRealtimeNs;
        this.durationNs = durationNs;
    }

    /// The clock of a whole source, read once from its beginning to its end.
    public static TraceClock of(EventSource source) throws EventSourceException {
        Builder builder = new Builder();
        try (EventSource.EventReader reader = source.readFrom(0)) {
            for (MigrationEvent e = reader.next(); e != null; e = reader.next()) {
                builder.observe(e);
            }
        }
        return builder.build();
    }

    /// Time of the event's entry in ns since the start of the trace, [EventHeader#UNKNOWN_NS] where unknown.
    public long startNs(EventHeader header) {
        return axisNs(header.process(), header.timeNs());
    }

    /// Time of the call's return in ns since the start of the trace, [EventHeader#UNKNOWN_NS] where unknown.
    public long endNs(EventHeader header) {
        return axisNs(header.process(), header.endNs());
    }

    /// A time on the host clock of `process` in ns since the start of the trace; UNKNOWN_NS stays UNKNOWN_NS.
    public long axisNs(int process, long hostNs) {
        if (hostNs == EventHeader.UNKNOWN_NS) {
            return EventHeader.UNKNOWN_NS;
        }
        if (onlyShift.isPresent()) {
            return hostNs - onlyShift.getAsLong();
        }
        Integer clock = clockOfProcess.get(process);
        Long shift = clock == null ? null : shiftOfClock.get(clock);
        return shift == null ? EventHeader.UNKNOWN_NS : hostNs - shift;
    }

    /// Real time of the start of the trace in ns since 1970-01-01T00:00:00Z; empty without an anchor.
    public OptionalLong startRealtimeNs() {
        return startRealtimeNs;
    }

    /// From the start of the trace to the last time in it, in ns; empty where no event has a time.
    public OptionalLong durationNs() {
        return durationNs;
    }

    /// Learns the clocks of a trace from its events, in their order. Feed it every event of one pass.
    public static final class Builder {

        private static final int NO_CLOCK = -1;

        private boolean kernelAlone;
        private final Map<Integer, Integer> clockOfProcess = new HashMap<>();
        private final Map<Integer, Span> spans = new HashMap<>();
        private final @Nullable Span[] spanOfFirst = new Span[16];

        public void observe(MigrationEvent event) {
            EventHeader header = event.header();
            if (event instanceof ProcessNamed named) {
                clockOfProcess.put(header.process(), named.hostClock());
                spanOf(named.hostClock());
                Arrays.fill(spanOfFirst, null);
            } else if (event instanceof ClockAnchored anchor) {
                spanOf(anchor.hostClock()).anchor(anchor);
            }
            if (event instanceof TraceOpened opened) {
                kernelAlone = opened.sources().equals(List.of(CaptureSource.KERNEL_LOG));
            }
            // A kernel log may begin days before the VMM did.
            if (header.hasTime() && (kernelAlone || !(event instanceof KernelMessagePrinted))) {
                Span span = spanOfProcess(header.process());
                span.include(header.timeNs());
                if (header.hasDuration()) {
                    span.include(header.endNs());
                }
            }
        }

        public TraceClock build() {
            Map<Integer, Span> placed = new HashMap<>(spans);
            Span loose = placed.remove(NO_CLOCK);
            if (placed.isEmpty() && loose != null) {
                placed.put(NO_CLOCK, loose);
            }
            if (placed.size() == 1) {
                return ofOne(placed.values().iterator().next(), loose);
            }
            return ofSeveral(placed);
        }

        private TraceClock ofOne(Span span, @Nullable Span loose) {
            if (loose != null) {
                span.include(loose);
            }
            if (!span.used) {
                return new TraceClock(
                        clockOfProcess, Map.of(), OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty());
            }
            return new TraceClock(
                    clockOfProcess,
                    Map.of(),
                    OptionalLong.of(span.first),
                    span.anchored ? OptionalLong.of(span.first + span.toRealtime) : OptionalLong.empty(),
                    OptionalLong.of(span.last - span.first));
        }

        private TraceClock ofSeveral(Map<Integer, Span> placed) {
            placed.values().removeIf(span -> !span.anchored || !span.used);
            if (placed.isEmpty()) {
                return new TraceClock(
                        clockOfProcess, Map.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
            }
            long start = Collections.min(placed.values().stream()
                    .map(span -> span.first + span.toRealtime)
                    .toList());
            long end = Collections.max(placed.values().stream()
                    .map(span -> span.last + span.toRealtime)
                    .toList());
            Map<Integer, Long> shifts = new HashMap<>();
            placed.forEach((clock, span) -> shifts.put(clock, start - span.toRealtime));
            return new TraceClock(
                    clockOfProcess,
                    shifts,
                    OptionalLong.empty(),
                    OptionalLong.of(start),
                    OptionalLong.of(end - start < 0 ? Long.MAX_VALUE : end - start));
        }

        private Span spanOf(int clock) {
            return spans.computeIfAbsent(clock, _ -> new Span());
        }

        /// Asked for every event, so that the answers for the first processes are kept.
        private Span spanOfProcess(int process) {
            boolean kept = process >= 0 && process < spanOfFirst.length;
            Span known = kept ? spanOfFirst[process] : null;
            if (known == null) {
                known = spanOf(clockOfProcess.getOrDefault(process, NO_CLOCK));
                if (kept) {
                    spanOfFirst[process] = known;
                }
            }
            return known;
        }
    }

    /// First and last time on one clock, and its first anchor.
    private static final class Span {
        private boolean used;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private boolean anchored;
        private long toRealtime;

        void include(long ns) {
            used = true;
            first = Math.min(first, ns);
            last = Math.max(last, ns);
        }

        void include(Span other) {
            if (other.used) {
                include(other.first);
                include(other.last);
            }
        }

        void anchor(ClockAnchored event) {
            include(event.monotonicNs());
            if (!anchored) {
                anchored = true;
                toRealtime = event.realtimeNs() - event.monotonicNs();
            }
        }
    }
}
