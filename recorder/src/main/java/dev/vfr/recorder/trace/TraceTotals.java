package dev.vfr.recorder.trace;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.trace.Manifest.CaptureCost;
import dev.vfr.recorder.trace.Manifest.ClockAnchor;
import dev.vfr.recorder.trace.Manifest.TracedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the manifest tells of the events, gathered while they go by.
final class TraceTotals {

    private static final int MAX_ANCHORS = 1000;

    /// More templates than the schema will ever have; what the recorder copies is checked against it.
    static final int MAX_TEMPLATES = 256;

    /// Processes beyond these, of which a recording has few, are looked up the slow way.
    private static final int FEW_PROCESSES = 64;

    private final long[] counts = new long[MAX_TEMPLATES];
    private final @Nullable String[] names = new String[MAX_TEMPLATES];
    private final Span[] spans = new Span[FEW_PROCESSES];
    private final Map<Integer, Span> moreSpans = new HashMap<>();
    private final List<CaptureSource> sources = new ArrayList<>();
    private final Map<Integer, ProcessNamed> processes = new TreeMap<>();
    private final List<ClockAnchor> clocks = new ArrayList<>();
    private @Nullable CaptureCost captureCost;

    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        boolean isEmpty() {
            return first > last;
        }
    }

    TraceTotals() {
        Arrays.setAll(spans, number -> new Span());
    }

    /// Takes an event that is there as an object.
    ///
    /// @param template the number of its message in `events.xml`
    void add(int template, MigrationEvent event) {
        EventHeader header = event.header();
        add(template, header.timeNs(), header.process());
        if (names[template] == null) {
            names[template] = EventName.of(event);
        }
        if (event instanceof TraceOpened opened) {
            opened.sources().stream()
                    .filter(source -> !sources.contains(source))
                    .forEach(sources::add);
        } else if (event instanceof ProcessNamed named) {
            processes.put(header.process(), named);
        } else if (event instanceof CaptureCostMeasured cost) {
            captureCost = new CaptureCost(cost.callNs(), cost.digestNsPerMib());
        } else if (event instanceof ClockAnchored at && clocks.size() < MAX_ANCHORS) {
            clocks.add(new ClockAnchor(at.hostClock(), at.monotonicNs(), at.realtimeNs(), at.uncertaintyNs()));
        }
    }

    /// Takes an event of which no more than template and origin was looked at; [#isNamed] has to hold.
    void add(int template, long timeNs, int process) {
        counts[template]++;
        if (timeNs != EventHeader.UNKNOWN_NS && process != EventHeader.NONE) {
            Span span = span(process);
            span.first = Math.min(span.first, timeNs);
            span.last = Math.max(span.last, timeNs);
        }
    }

    /// Whether an event of this template has been added as an object, from which its name is known.
    boolean isNamed(int template) {
        return names[template] != null;
    }

    private Span span(int process) {
        return process < FEW_PROCESSES ? spans[process] : moreSpans.computeIfAbsent(process, number -> new Span());
    }

    Map<String, Long> eventCounts() {
        Map<String, Long> byName = new TreeMap<>();
        for (int template = 0; template < MAX_TEMPLATES; template++) {
            String name = names[template];
            if (name != null) {
                byName.put(name, counts[template]);
            }
        }
        return byName;
    }

    List<CaptureSource> sources() {
        return sources;
    }

    List<ClockAnchor> clocks() {
        return clocks;
    }

    Optional<CaptureCost> captureCost() {
        return Optional.ofNullable(captureCost);
    }

    List<TracedProcess> processes() {
        return processes.values().stream().map(this::process).toList();
    }

    private TracedProcess process(ProcessNamed named) {
        int number = named.header().process();
        Span span = number == EventHeader.NONE ? new Span() : span(number);
        return new TracedProcess(
                number,
                named.label(),
                named.hostClock(),
                named.pid(),
                named.host(),
                named.kernel(),
                named.vmm(),
                named.vmmVersion(),
                span.isEmpty() ? OptionalLong.empty() : OptionalLong.of(span.first),
                span.isEmpty() ? OptionalLong.empty() : OptionalLong.of(span.last));
    }
}
