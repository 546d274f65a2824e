package dev.vfr.recorder.report.timeline;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.report.timeline.Tracks.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/// Draws traces and their report as a time line of another program.
///
/// | on the tracks of | is drawn |
/// |---|---|
/// | a device | its states as in the report, the phases of the downtime, chunks, other calls, failures,
/// estimates |
/// | a process | the parts of the downtime, what its VMM said and did, findings that concern no device |
///
/// A call whose duration is not known is an instant. What has no time is not drawn; a state that the kernel must have
/// walked unseen is named with the state that it led to. Two passes over the events; memory does not grow with their
/// number.
public final class Timeline {

    private final List<Survey> surveys = new ArrayList<>();
    private final Report report;
    private final TimelineSink sink;
    private final Placement placement;
    private final Tracks tracks;

    private Timeline(List<TraceInput> traces, Report report, TimelineSink sink) throws EventSourceException {
        for (TraceInput trace : traces) {
            surveys.add(Survey.of(trace));
        }
        this.report = report;
        this.sink = sink;
        this.placement = Placement.of(surveys, report);
        this.tracks = new Tracks(surveys, placement, sink);
    }

    /// Writes Chrome's trace event format, JSON.
    public static void writeChrome(List<TraceInput> traces, Report report, OutputStream out)
            throws EventSourceException, IOException {
        new Timeline(traces, report, new ChromeTrace(out)).write();
    }

    /// Writes Perfetto's binary format.
    public static void writePerfetto(List<TraceInput> traces, Report report, OutputStream out)
            throws EventSourceException, IOException {
        new Timeline(traces, report, new PerfettoTrace(out)).write();
    }

    private void write() throws EventSourceException, IOException {
        sink.begin(new TimelineHead(report, placement.clocks(), placement.startRealtimeNs()));
        for (Report.DeviceSummary device : report.devices()) {
            states(device);
        }
        AnatomyDrawing anatomy = new AnatomyDrawing(surveys, report, placement, tracks, sink);
        int number = 0;
        for (Report.MigrationSummary migration : report.migrations()) {
            phases(migration, number++);
            anatomy.draw(migration, number);
        }
        for (int trace = 0; trace < surveys.size(); trace++) {
            events(trace);
        }
        sink.end();
    }

    private void states(Report.DeviceSummary device) throws IOException {
        int trace = placement.trace(device.trace());
        Survey survey = surveys.get(trace);
        int number = survey.device(device.name(), device.process());
        int process = survey.processOf(number);
        StringJoiner unseen = new StringJoiner(", ");
        for (Report.PathEntry entry : device.path()) {
            if (entry.enteredNs().isEmpty()) {
                if (!entry.observed() && entry.cause() == Report.Cause.INFERRED) {
                    unseen.add(entry.state().name());
                }
                continue;
            }
            List<Arg> args = new ArrayList<>();
            args.add(Arg.of("cause", entry.cause().word()));
            args.add(Arg.of("observed", Boolean.toString(entry.observed())));
            if (unseen.length() > 0) {
                args.add(Arg.of("inferred before it", unseen.toString()));
                unseen = new StringJoiner(", ");
            }
            OptionalInt migration = entry.migration();
            if (migration.isPresent()) {
                args.add(Arg.of("migration", migration.getAsInt() + 1L));
            }
            long at = placement.axisNs(trace, process, entry.enteredNs().getAsLong());
            sink.state(
                    tracks.of(trace, process, number, Part.STATE),
                    entry.state(),
                    at,
                    entry.ns().orElse(EventHeader.UNKNOWN_NS),
                    args);
        }
    }

    /// The phases of a device follow each other or are nested; their beginnings show which comes first.
    private void phases(Report.MigrationSummary migration, int number) throws IOException {
        List<Report.Phase> phases = new ArrayList<>(migration.downtimePhases());
        phases.sort(Comparator.comparingLong(Report.Phase::startNs)
                .thenComparing(Comparator.comparingLong(Report.Phase::ns).reversed()));
        for (Report.Phase phase : phases) {
            String name = (phase.side() == Report.Side.SOURCE ? migration.sourceTrace() : migration.destinationTrace())
                    .orElse("");
            for (Report.DeviceSummary device : report.devices()) {
                Report.Role other = phase.side() == Report.Side.SOURCE ? Report.Role.DESTINATION : Report.Role.SOURCE;
                if (!device.trace().equals(name) || !device.name().equals(phase.device()) || device.role() == other) {
                    continue;
                }
                int trace = placement.trace(name);
                int deviceNumber = surveys.get(trace).device(device.name(), device.process());
                int process = surveys.get(trace).processOf(deviceNumber);
                sink.slice(
                        tracks.of(trace, process, deviceNumber, Part.DOWNTIME),
                        phase.name(),
                        placement.axisNs(trace, process, phase.startNs()),
                        phase.ns(),
                        List.of(Arg.of("migration", number + 1L)));
                break;
            }
        }
    }

    private void events(int trace) throws EventSourceException, IOException {
        Survey survey = surveys.get(trace);
        Map<Long, List<Finding>> findings = new HashMap<>();
        for (Finding finding : report.findings()) {
            if (finding.trace().filter(survey.trace().name()::equals).isPresent()
                    && finding.seq().isPresent()) {
                findings.computeIfAbsent(finding.seq().getAsLong(), _ -> new ArrayList<>())
                        .add(finding);
            }
        }
        EventDrawing drawing = new EventDrawing(trace, tracks, sink);
        try (EventReader events = survey.trace().events().readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                EventHeader header = event.header();
                long at =
                        placement.axisNs(trace, header.process(), survey.clock().startNs(header));
                if (at != EventHeader.UNKNOWN_NS) {
                    drawing.draw(event, at);
                    for (Finding finding : findings.getOrDefault(header.seq(), List.of())) {
                        draw(finding, trace, header, at);
                    }
                }
            }
        }
    }

    private void draw(Finding finding, int trace, EventHeader header, long at) throws IOException {
        sink.instant(
                tracks.of(trace, header.process(), header.device(), Part.FINDINGS),
                finding.rule(),
                at,
                List.of(
                        Arg.of("severity", finding.severity().word()),
                        Arg.of("responsible", finding.responsible().word()),
                        Arg.of("summary", finding.summary()),
                        Arg.of("explanation", finding.explanation()),
                        Arg.of("remedy", finding.remedy()),
                        Arg.of("clause", finding.clause()),
                        Arg.of("seq", header.seq())));
    }
}
