package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.Contradiction;
import dev.vfr.model.report.Diagnosis.EventRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Looks up when the events of a diagnosis happened.
///
/// @param sources the events of each trace, by its name
/// @param traces what the pass over each learnt, by its name
public record EventTimes(Map<String, EventSource> sources, Map<String, ScannedTrace> traces) {

    public EventTimes {
        sources = Map.copyOf(sources);
        traces = Map.copyOf(traces);
    }

    /// The diagnosis with the times of its events.
    ///
    /// @throws EventSourceException where a trace cannot be read
    Diagnosis locate(Diagnosis diagnosis) throws EventSourceException {
        List<EventRef> evidence = new ArrayList<>();
        for (EventRef event : diagnosis.evidence()) {
            evidence.add(locate(event));
        }
        List<Contradiction> contradictions = new ArrayList<>();
        for (Contradiction each : diagnosis.contradictedBy()) {
            contradictions.add(new Contradiction(locate(each.event()), each.side(), each.what()));
        }
        return diagnosis.located(evidence, contradictions);
    }

    private EventRef locate(EventRef event) throws EventSourceException {
        EventSource source = sources.get(event.trace());
        ScannedTrace trace = traces.get(event.trace());
        if (source == null
                || trace == null
                || event.seq().isEmpty()
                || event.seq().getAsLong() >= source.count()) {
            return event;
        }
        try (EventSource.EventReader reader = source.readFrom(event.seq().getAsLong())) {
            MigrationEvent shown = reader.next();
            if (shown == null || shown.header().seq() != event.seq().getAsLong()) {
                return event;
            }
            long at = trace.clock()
                    .axisNs(shown.header().process(), shown.header().timeNs());
            OptionalLong start = trace.clock().startRealtimeNs();
            return at == EventHeader.UNKNOWN_NS
                    ? event
                    : new EventRef(
                            event.trace(),
                            event.seq(),
                            OptionalLong.of(at),
                            start.isPresent() ? OptionalLong.of(start.getAsLong() + at) : OptionalLong.empty());
        }
    }
}
