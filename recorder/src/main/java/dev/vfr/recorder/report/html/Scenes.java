package dev.vfr.recorder.report.html;

import dev.vfr.model.drawing.Frame;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.Role;
import dev.vfr.model.report.Report.TraceSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the pictures of the report show: for each migration the whole of it, and the switchover where that is a small
/// part; with both sides on one axis as far as their clocks can be compared.
final class Scenes {

    /// More migrations than this are shown in words only.
    static final int MIGRATIONS_MAX = 8;

    /// A switchover that fills more of its migration than this is seen well enough in it.
    private static final double SWITCHOVER_PART = 0.35;

    /// Room on a side of a picture, as a part of what it shows.
    private static final double PAD = 0.04;

    /// Room behind the last state where something went wrong: what failed shows after it.
    private static final double PAD_OF_FAILURE = 0.25;

    /// One picture.
    ///
    /// @param migration index in the report; empty if the report has none
    /// @param placed whether all parts are on one axis
    record Scene(String title, OptionalInt migration, boolean switchover, boolean placed, List<Part> parts) {
        Scene {
            parts = List.copyOf(parts);
        }
    }

    /// One trace in a picture.
    ///
    /// @param trace index of the trace
    /// @param frame index among the trace's frames
    record Part(int trace, int frame) {}

    private final Report report;
    private final List<List<Frame>> frames = new ArrayList<>();
    private final List<Scene> scenes = new ArrayList<>();

    private Scenes(Report report) {
        this.report = report;
        report.traces().forEach(_ -> frames.add(new ArrayList<>()));
    }

    static Scenes of(Report report) {
        Scenes scenes = new Scenes(report);
        for (int i = 0; i < Math.min(MIGRATIONS_MAX, report.migrations().size()); i++) {
            scenes.addMigration(i);
        }
        if (report.migrations().isEmpty()) {
            scenes.addTraces();
        }
        return scenes;
    }

    List<Frame> framesOf(int trace) {
        return frames.get(trace);
    }

    List<Scene> all() {
        return scenes;
    }

    Frame frame(Part part) {
        return frames.get(part.trace()).get(part.frame());
    }

    private void addTraces() {
        for (int i = 0; i < report.traces().size(); i++) {
            Frame frame = new Frame(0, Math.max(1, length(report.traces().get(i))), 0, Map.of());
            scenes.add(
                    new Scene(report.traces().get(i).name(), OptionalInt.empty(), false, true, List.of(add(i, frame))));
        }
    }

    private void addMigration(int index) {
        Placement placement = Placement.of(report, index);
        List<Integer> traces = tracesOf(report.migrations().get(index));
        Extent whole = new Extent();
        Extent switchover = new Extent();
        boolean timed = true;
        for (int trace : traces) {
            timed &= report.traces().get(trace).durationNs().isPresent();
        }
        report.devices().forEach(device -> {
            int trace = traceNamed(device.trace());
            long shift = placement.shift(trace, device.process());
            device.path().stream()
                    .filter(entry -> entry.migration().equals(OptionalInt.of(index))
                            && entry.enteredNs().isPresent())
                    .forEach(entry -> {
                        long at = entry.enteredNs().getAsLong() + shift;
                        whole.include(at);
                        if (entry.state().isSaving() || entry.state() == dev.vfr.model.vfio.DeviceState.RESUMING) {
                            whole.include(at + entry.ns().orElse(0));
                        }
                    });
        });
        Report.MigrationSummary migration = report.migrations().get(index);
        migration.downtimePhases().forEach(phase -> {
            Optional<String> name =
                    phase.side() == Report.Side.SOURCE ? migration.sourceTrace() : migration.destinationTrace();
            name.ifPresent(trace -> {
                int at = traceNamed(trace);
                long shift = placement.shift(at, processOf(trace, phase.side()));
                switchover.include(phase.startNs() + shift);
                switchover.include(phase.startNs() + phase.ns() + shift);
            });
        });
        String number = report.migrations().size() > 1 ? "Migration " + (index + 1) + ": " : "";
        boolean drawn = timed && placement.placed() && whole.length() > 0;
        if (drawn) {
            add(
                    number + "the migration",
                    index,
                    false,
                    traces,
                    placement,
                    whole.padded(migration.outcome() == Report.Outcome.COMPLETED ? PAD : PAD_OF_FAILURE));
            if (switchover.length() > 0 && switchover.length() < whole.length() * SWITCHOVER_PART) {
                add(number + "the switchover", index, true, traces, placement, switchover.padded(PAD));
            }
            return;
        }
        // Each trace on its own axis.
        for (int trace : traces) {
            Frame frame = new Frame(0, Math.max(1, length(report.traces().get(trace))), 0, Map.of());
            String title = number + "all of " + report.traces().get(trace).name();
            scenes.add(new Scene(title, OptionalInt.of(index), false, traces.size() < 2, List.of(add(trace, frame))));
        }
    }

    private void add(
            String title, int index, boolean switchover, List<Integer> traces, Placement placement, Extent extent) {
        List<Part> parts = new ArrayList<>();
        for (int trace : traces) {
            parts.add(add(trace, placement.frame(trace, extent.from, extent.to)));
        }
        scenes.add(new Scene(title, OptionalInt.of(index), switchover, true, parts));
    }

    private Part add(int trace, Frame frame) {
        frames.get(trace).add(frame);
        return new Part(trace, frames.get(trace).size() - 1);
    }

    /// Ns, or events where the trace has no times.
    private static long length(TraceSummary trace) {
        return trace.durationNs().orElse(trace.events());
    }

    private List<Integer> tracesOf(MigrationSummary migration) {
        List<Integer> traces = new ArrayList<>();
        migration.sourceTrace().ifPresent(name -> traces.add(traceNamed(name)));
        migration
                .destinationTrace()
                .map(this::traceNamed)
                .filter(index -> !traces.contains(index))
                .ifPresent(traces::add);
        return traces;
    }

    private int traceNamed(String name) {
        return traceNamed(report, name);
    }

    static int traceNamed(Report report, String name) {
        for (int i = 0; i < report.traces().size(); i++) {
            if (report.traces().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no trace " + name);
    }

    private String processOf(String trace, Report.Side side) {
        return processOf(report, trace, side);
    }

    /// The label of the process on one side, empty if no device shows it.
    static String processOf(Report report, String trace, Report.Side side) {
        Role role = side == Report.Side.SOURCE ? Role.SOURCE : Role.DESTINATION;
        return report.devices().stream()
                .filter(device -> device.trace().equals(trace) && device.role() == role)
                .map(Report.DeviceSummary::process)
                .findFirst()
                .orElse("");
    }

    /// How positions in the traces are put onto the axis of the source.
    ///
    /// @param shifts by the trace's index; with the processes that have another one
    /// @param placed whether both sides could be put onto it
    record Placement(Map<Integer, Long> shifts, Map<String, Long> shiftOfProcess, int destination, boolean placed) {

        static Placement of(Report report, int index) {
            MigrationSummary migration = report.migrations().get(index);
            Optional<String> source = migration.sourceTrace();
            Optional<String> destination = migration.destinationTrace();
            if (source.isEmpty() || destination.isEmpty()) {
                return new Placement(Map.of(), Map.of(), -1, true);
            }
            long middle = migration.clockOffsetNs().map(Placement::middle).orElse(0L);
            int from = traceNamed(report, source.get());
            int to = traceNamed(report, destination.get());
            if (from == to) {
                String process = processOf(report, destination.get(), Report.Side.DESTINATION);
                return new Placement(Map.of(), Map.of(process, -middle), to, true);
            }
            boolean comparable = migration
                    .clockBasis()
                    .filter(basis -> basis != Report.ClockBasis.NONE)
                    .isPresent();
            OptionalLong sourceStart = report.traces().get(from).startRealtimeNs();
            OptionalLong destinationStart = report.traces().get(to).startRealtimeNs();
            long apart = sourceStart.isPresent() && destinationStart.isPresent()
                    ? destinationStart.getAsLong() - sourceStart.getAsLong()
                    : 0;
            Map<Integer, Long> shifts = new HashMap<>();
            shifts.put(to, apart - middle);
            return new Placement(shifts, Map.of(), to, comparable);
        }

        private static long middle(Interval interval) {
            return interval.min() + (interval.max() - interval.min()) / 2;
        }

        long shift(int trace, String process) {
            Long own = trace == destination ? shiftOfProcess.get(process) : null;
            return own != null ? own : shifts.getOrDefault(trace, 0L);
        }

        Frame frame(int trace, long from, long to) {
            return new Frame(
                    from, to, shifts.getOrDefault(trace, 0L), trace == destination ? shiftOfProcess : Map.of());
        }
    }

    /// From the first to the last of several places.
    private static final class Extent {
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        void include(long at) {
            from = Math.min(from, at);
            to = Math.max(to, at);
        }

        double length() {
            return from > to ? 0 : (double) to - from;
        }

        /// @param behind room at the end, as a part of the length
        Extent padded(double behind) {
            long pad = Math.max(1, (long) (length() * PAD));
            long room = Math.max(1, (long) (length() * behind));
            Extent padded = new Extent();
            padded.include(from - pad);
            padded.include(to + room);
            return padded;
        }
    }
}
