package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Puts several traces and several hosts' clocks on one axis, the time line's.
///
/// Traces are placed by their real time. Where the analysis has proven that two hosts' real times are apart, the
/// destination is moved by the middle of the proven interval onto the source's; where it has not, nothing is moved.
final class Placement {

    /// A clock of one trace.
    private record Clock(int trace, int number) {}

    private final List<Survey> surveys;
    private final Map<Clock, Long> offsets = new HashMap<>();
    private final Map<Clock, Integer> indexes = new HashMap<>();
    private final List<TimelineHead.HostClock> clocks = new ArrayList<>();
    private final long[] shifts;
    private OptionalLong startRealtimeNs;

    private Placement(List<Survey> surveys) {
        this.surveys = surveys;
        this.shifts = new long[surveys.size()];
        this.startRealtimeNs = surveys.stream()
                .map(survey -> survey.clock().startRealtimeNs())
                .flatMapToLong(OptionalLong::stream)
                .min();
        for (int i = 0; i < shifts.length; i++) {
            OptionalLong start = surveys.get(i).clock().startRealtimeNs();
            shifts[i] = start.isPresent() ? start.getAsLong() - startRealtimeNs.orElse(0) : 0;
        }
    }

    static Placement of(List<Survey> surveys, Report report) {
        Placement placement = new Placement(surveys);
        for (Report.MigrationSummary migration : report.migrations()) {
            migration.clockOffsetNs().ifPresent(offset -> placement.move(migration, offset, report));
        }
        placement.begin();
        placement.noteClocks();
        return placement;
    }

    private void move(Report.MigrationSummary migration, Interval offset, Report report) {
        if (offset.contains(0)) {
            return;
        }
        long middle = offset.min() + (offset.max() - offset.min()) / 2;
        for (Report.DeviceSummary device : report.devices()) {
            boolean takes = device.role() == Report.Role.DESTINATION
                    && migration
                            .destinationTrace()
                            .filter(device.trace()::equals)
                            .isPresent();
            int trace = trace(device.trace());
            if (takes && trace >= 0) {
                Survey survey = surveys.get(trace);
                int process = survey.processOf(survey.device(device.name(), device.process()));
                offsets.putIfAbsent(clock(trace, process), middle);
            }
        }
    }

    /// Lets the axis begin with the earliest event, wherever clocks were moved.
    private void begin() {
        long earliest = Long.MAX_VALUE;
        for (int trace = 0; trace < shifts.length; trace++) {
            Survey survey = surveys.get(trace);
            for (Map.Entry<Integer, Long> first : survey.firstNs().entrySet()) {
                long ns = axisNs(trace, first.getKey(), survey.clock().axisNs(first.getKey(), first.getValue()));
                earliest = ns == EventHeader.UNKNOWN_NS ? earliest : Math.min(earliest, ns);
            }
        }
        if (earliest != Long.MAX_VALUE) {
            for (int trace = 0; trace < shifts.length; trace++) {
                shifts[trace] -= earliest;
            }
            if (startRealtimeNs.isPresent()) {
                startRealtimeNs = OptionalLong.of(startRealtimeNs.getAsLong() + earliest);
            }
        }
    }

    private void noteClocks() {
        for (int trace = 0; trace < shifts.length; trace++) {
            Survey survey = surveys.get(trace);
            for (int process : survey.processes().keySet()) {
                Clock clock = clock(trace, process);
                long zero = axisNs(trace, process, survey.clock().axisNs(process, 0));
                if (zero != EventHeader.UNKNOWN_NS && !indexes.containsKey(clock)) {
                    indexes.put(clock, clocks.size());
                    String name = survey.trace().name() + ", clock " + clock.number;
                    clocks.add(new TimelineHead.HostClock(name, Math.max(0, -zero)));
                }
            }
        }
    }

    /// A time on the axis of a trace on the time line's; unknown stays unknown.
    long axisNs(int trace, int process, long ns) {
        return ns == EventHeader.UNKNOWN_NS ? ns : ns + shifts[trace] - offsets.getOrDefault(clock(trace, process), 0L);
    }

    /// The index of the clock of a process in [#clocks], -1 where it has none that can be placed.
    int clockOf(int trace, int process) {
        return indexes.getOrDefault(clock(trace, process), -1);
    }

    List<TimelineHead.HostClock> clocks() {
        return clocks;
    }

    OptionalLong startRealtimeNs() {
        return startRealtimeNs;
    }

    /// The index of the trace with this name, -1 where there is none.
    int trace(String name) {
        for (int i = 0; i < surveys.size(); i++) {
            if (surveys.get(i).trace().name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Clock clock(int trace, int process) {
        ProcessNamed named = surveys.get(trace).processes().get(process);
        return new Clock(trace, named == null ? -1 : named.hostClock());
    }
}
