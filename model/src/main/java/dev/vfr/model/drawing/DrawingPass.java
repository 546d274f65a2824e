package dev.vfr.model.drawing;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.replay.TraceClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes the events of a trace in order and leaves what is drawn of it.
///
/// Memory grows with devices, state changes (up to a limit) and frames, not with events.
public final class DrawingPass {

    private static final int WORDS_MAX = 2_000;
    private static final int GAPS_MAX = 1_000;

    private final TraceClock clock;
    private final boolean timed;
    private final List<FrameRecorder> recorders;
    private final Map<Integer, ProcessNotes> processes = new TreeMap<>();
    private final Map<Integer, DeviceNotes> devices = new TreeMap<>();
    private final List<TraceDrawing.Gap> gaps = new ArrayList<>();
    private MigrationState state = MigrationState.EMPTY;
    private long now;
    private boolean gapOpen;

    private static final class ProcessNotes {
        private String label;
        private String vmm = "";
        private String host = "";
        private String kernel = "";
        private String commandLine = "";
        private final List<TraceDrawing.Word> statuses = new ArrayList<>();
        private final List<TraceDrawing.Word> runStates = new ArrayList<>();

        ProcessNotes(int number) {
            label = "process " + number;
        }
    }

    private static final class DeviceNotes {
        private final int process;
        private final StateLane lane;
        private String name;
        private List<String> aliases = List.of();

        DeviceNotes(int number, int process, StateLane lane) {
            this.process = process;
            this.lane = lane;
            this.name = "device " + number;
        }
    }

    private DrawingPass(TraceClock clock, List<Frame> frames) {
        this.clock = clock;
        this.timed = clock.durationNs().isPresent();
        this.recorders = frames.stream().map(FrameRecorder::new).toList();
    }

    /// Draws a whole trace: one pass for its clock, one for what is drawn.
    ///
    /// @param name what the trace is called
    /// @param frames what to draw
    /// @throws EventSourceException where the trace cannot be read
    public static TraceDrawing of(String name, EventSource events, List<Frame> frames) throws EventSourceException {
        DrawingPass pass = new DrawingPass(TraceClock.of(events), frames);
        try (EventSource.EventReader reader = events.readFrom(0)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                pass.take(event);
            }
        }
        return pass.drawing(name);
    }

    private void take(MigrationEvent event) {
        EventHeader header = event.header();
        state = Fold.step(state, event).state();
        long before = now;
        if (timed) {
            long ns = clock.startNs(header);
            now = ns == EventHeader.UNKNOWN_NS ? now : ns;
        } else {
            now = header.seq();
        }
        closeGap();
        note(event, Math.min(before, now));
        if (header.hasDevice()) {
            DeviceNotes device = device(header);
            state.device(header.device()).ifPresent(track -> device.lane.take(track.state(), now));
        }
        if (!recorders.isEmpty()) {
            String label = header.process() == EventHeader.NONE ? "" : process(header.process()).label;
            for (FrameRecorder recorder : recorders) {
                recorder.take(event, label, now);
            }
        }
    }

    private void note(MigrationEvent event, long before) {
        long seq = event.header().seq();
        if (event instanceof ProcessNamed named) {
            ProcessNotes process = process(named.header().process());
            process.label = named.label();
            process.vmm = Stream.of(named.vmm(), named.vmmVersion())
                    .flatMap(part -> part.stream())
                    .collect(Collectors.joining(" "));
            process.host = named.host().orElse("");
            process.kernel = named.kernel().orElse("");
            process.commandLine = String.join(" ", named.commandLine());
        } else if (event instanceof DeviceNamed named) {
            DeviceNotes device = device(named.header());
            device.name = named.name();
            device.aliases = named.aliases();
        } else if (event instanceof MigrationStatusChanged changed) {
            add(process(changed.header().process()).statuses, changed.status(), seq);
        } else if (event instanceof RunStateChanged changed) {
            add(process(changed.header().process()).runStates, changed.runState(), seq);
        } else if (event instanceof EventsLost lost && gaps.size() < GAPS_MAX) {
            String many = lost.count().isPresent() ? lost.count().getAsLong() + " events" : "events";
            gaps.add(new TraceDrawing.Gap(before, now, many + " lost: " + lost.reason(), seq));
            gapOpen = !timed || !lost.header().hasTime();
        }
    }

    /// A loss without a time reaches up to the event behind it.
    private void closeGap() {
        if (gapOpen) {
            TraceDrawing.Gap gap = gaps.removeLast();
            gaps.add(new TraceDrawing.Gap(gap.from(), Math.max(gap.from(), now), gap.text(), gap.seq()));
            gapOpen = false;
        }
    }

    private void add(List<TraceDrawing.Word> words, String text, long seq) {
        if (words.size() < WORDS_MAX) {
            words.add(new TraceDrawing.Word(now, text, seq));
        }
    }

    private ProcessNotes process(int number) {
        return processes.computeIfAbsent(number, ProcessNotes::new);
    }

    private DeviceNotes device(EventHeader header) {
        process(header.process());
        return devices.computeIfAbsent(
                header.device(),
                number ->
                        new DeviceNotes(number, header.process(), new StateLane(ns -> position(header.process(), ns))));
    }

    /// Where a time on the host clock of `process` stands in the trace, now where that is not known.
    private long position(int process, long hostNs) {
        long ns = clock.axisNs(process, hostNs);
        return !timed || ns == EventHeader.UNKNOWN_NS ? now : ns;
    }

    private TraceDrawing drawing(String name) {
        long end = timed ? clock.durationNs().orElse(now) : now;
        List<TraceDrawing.VmmLane> drawn = new ArrayList<>();
        processes.forEach((number, notes) -> {
            List<TraceDrawing.DeviceLane> own = new ArrayList<>();
            devices.forEach((device, found) -> {
                if (found.process == number) {
                    own.add(new TraceDrawing.DeviceLane(device, found.name, found.aliases, found.lane.stretches(end)));
                }
            });
            drawn.add(new TraceDrawing.VmmLane(
                    number,
                    notes.label,
                    notes.vmm,
                    notes.host,
                    notes.kernel,
                    notes.commandLine,
                    notes.statuses,
                    notes.runStates,
                    own));
        });
        return new TraceDrawing(
                name,
                timed,
                end,
                drawn,
                gaps,
                recorders.stream().map(FrameRecorder::drawing).toList());
    }
}
