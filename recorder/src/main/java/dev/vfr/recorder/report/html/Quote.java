package dev.vfr.recorder.report.html;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.json.EventFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The event that proves a finding, with the events around it.
///
/// @param finding index of the finding
/// @param lines in the order of the trace; empty if the finding names no event
record Quote(int finding, List<Line> lines) {

    /// More findings than this are shown without their events.
    private static final int FINDINGS_MAX = 400;

    private static final int BEFORE = 5;
    private static final int AFTER = 3;
    private static final int TEXT_MAX = 2_000;

    Quote {
        lines = List.copyOf(lines);
    }

    /// One event.
    ///
    /// @param timeNs ns since the start of the trace, [EventHeader#UNKNOWN_NS] where unknown
    /// @param proof this is the event that the finding names
    record Line(long seq, long timeNs, String process, String device, String name, String text, boolean proof) {}

    static List<Quote> ofFindings(Report report, List<TraceInput> traces, List<TraceDrawing> drawings)
            throws EventSourceException {
        Map<Integer, TraceClock> clocks = new HashMap<>();
        List<Quote> quotes = new ArrayList<>();
        for (int i = 0; i < Math.min(FINDINGS_MAX, report.findings().size()); i++) {
            Finding finding = report.findings().get(i);
            OptionalInt trace = traceOf(finding, traces);
            List<Line> lines = new ArrayList<>();
            if (trace.isPresent() && finding.seq().isPresent()) {
                int index = trace.getAsInt();
                EventSource events = traces.get(index).events();
                TraceClock clock = clocks.get(index);
                if (clock == null) {
                    clock = TraceClock.of(events);
                    clocks.put(index, clock);
                }
                lines.addAll(around(finding.seq().getAsLong(), events, clock, drawings.get(index)));
            }
            quotes.add(new Quote(i, lines));
        }
        return quotes;
    }

    /// The line of the event that the finding names; empty if it names none that is there.
    Optional<Line> proof() {
        return lines.stream().filter(Line::proof).findFirst();
    }

    /// The id in the page of the event that proves a finding.
    String anchor() {
        return "finding-" + (finding + 1) + "-event";
    }

    /// Where a reader finds the proof of a finding: its event, else its text.
    ///
    /// @param finding index of the finding
    static String linkToProof(int finding, List<Quote> quotes) {
        boolean shown = finding < quotes.size() && quotes.get(finding).proof().isPresent();
        return "#" + (shown ? quotes.get(finding).anchor() : "finding-" + (finding + 1));
    }

    private static OptionalInt traceOf(Finding finding, List<TraceInput> traces) {
        for (int i = 0; i < traces.size(); i++) {
            if (finding.trace().equals(Optional.of(traces.get(i).name()))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static List<Line> around(long seq, EventSource events, TraceClock clock, TraceDrawing drawing)
            throws EventSourceException {
        List<Line> lines = new ArrayList<>();
        long first = Math.clamp(seq - BEFORE, 0, events.count());
        try (EventSource.EventReader reader = events.readFrom(first)) {
            MigrationEvent event = reader.next();
            while (event != null && event.header().seq() <= seq + AFTER) {
                lines.add(line(event, clock, drawing, event.header().seq() == seq));
                event = reader.next();
            }
        }
        return lines;
    }

    private static Line line(MigrationEvent event, TraceClock clock, TraceDrawing drawing, boolean proof) {
        EventHeader header = event.header();
        String process = "";
        String device = "";
        for (TraceDrawing.VmmLane each : drawing.processes()) {
            process = each.number() == header.process() ? each.label() : process;
            for (TraceDrawing.DeviceLane own : each.devices()) {
                device = own.number() == header.device() ? Names.device(own.name(), own.aliases()) : device;
            }
        }
        String text = EventFields.of(event);
        String cut = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
        return new Line(header.seq(), clock.startNs(header), process, device, EventName.of(event), cut, proof);
    }
}
