package dev.vfr.recorder.log;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.MigrationEvent.ClockAnchored;
import dev.vfr.model.event.MigrationEvent.ProcessNamed;
import dev.vfr.model.event.MigrationEvent.TraceOpened;
import dev.vfr.recorder.log.Manifest.ClockAnchor;
import dev.vfr.recorder.log.Manifest.TracedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What the manifest tells of the events, gathered while they go by.
final class TraceTotals {

    private static final int MAX_ANCHORS = 1000;

    private final Map<Class<?>, Counter> counts = new HashMap<>();
    private final Map<Integer, Span> spans = new HashMap<>();
    private final List<CaptureSource> sources = new ArrayList<>();
    private final Map<Integer, ProcessNamed> processes = new TreeMap<>();
    private final List<ClockAnchor> clocks = new ArrayList<>();

    private static final class Counter {
        private long count;
    }

    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
    }

    void add(MigrationEvent event) {
        counts.computeIfAbsent(event.getClass(), type -> new Counter()).count++;
        EventHeader header = event.header();
        if (header.hasTime() && header.process() != EventHeader.NONE) {
            Span span = spans.computeIfAbsent(header.process(), number -> new Span());
            span.first = Math.min(span.first, header.timeNs());
            span.last = Math.max(span.last, header.timeNs());
        }
        if (event instanceof TraceOpened opened) {
            opened.sources().stream()
                    .filter(source -> !sources.contains(source))
                    .forEach(sources::add);
        } else if (event instanceof ProcessNamed named) {
            processes.put(header.process(), named);
        } else if (event instanceof ClockAnchored at && clocks.size() < MAX_ANCHORS) {
            clocks.add(new ClockAnchor(at.hostClock(), at.monotonicNs(), at.realtimeNs(), at.uncertaintyNs()));
        }
    }

    Map<String, Long> eventCounts() {
        Map<String, Long> byName = new TreeMap<>();
        counts.forEach(
                (type, counter) -> byName.put(EventName.of(type.asSubclass(MigrationEvent.class)), counter.count));
        return byName;
    }

    List<CaptureSource> sources() {
        return sources;
    }

    List<ClockAnchor> clocks() {
        return clocks;
    }

    List<TracedProcess> processes() {
        return processes.values().stream().map(this::process).toList();
    }

    private TracedProcess process(ProcessNamed named) {
        Span span = spans.get(named.header().process());
        return new TracedProcess(
                named.header().process(),
                named.label(),
                named.hostClock(),
                named.pid(),
                named.host(),
                named.kernel(),
                named.vmm(),
                named.vmmVersion(),
                span == null ? OptionalLong.empty() : OptionalLong.of(span.first),
                span == null ? OptionalLong.empty() : OptionalLong.of(span.last));
    }
}
