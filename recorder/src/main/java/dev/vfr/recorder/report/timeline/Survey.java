package dev.vfr.recorder.report.timeline;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.replay.TraceClock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one pass over a trace learns before it is drawn: its clock, its processes and whose devices are.
///
/// @param processes by their numbers
/// @param names of the devices, by their numbers
/// @param processOf the process that first used a device, by the device's number
/// @param firstNs the earliest time of a process on its host clock, by the process's number
record Survey(
        TraceInput trace,
        TraceClock clock,
        Map<Integer, ProcessNamed> processes,
        Map<Integer, String> names,
        Map<Integer, Integer> processOf,
        Map<Integer, Long> firstNs) {

    static Survey of(TraceInput trace) throws EventSourceException {
        TraceClock.Builder clock = new TraceClock.Builder();
        Map<Integer, ProcessNamed> processes = new LinkedHashMap<>();
        Map<Integer, String> names = new HashMap<>();
        Map<Integer, Integer> processOf = new HashMap<>();
        Map<Integer, Long> firstNs = new HashMap<>();
        try (EventReader events = trace.events().readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                clock.observe(event);
                EventHeader header = event.header();
                if (header.hasTime()) {
                    firstNs.merge(header.process(), header.timeNs(), Math::min);
                }
                if (event instanceof ProcessNamed named) {
                    processes.put(header.process(), named);
                } else if (event instanceof DeviceNamed named) {
                    names.put(header.device(), named.name());
                } else if (header.hasDevice() && header.process() != EventHeader.NONE) {
                    processOf.putIfAbsent(header.device(), header.process());
                }
            }
        }
        return new Survey(trace, clock.build(), processes, names, processOf, firstNs);
    }

    /// The number of a device by its name and the label of the process that used it, -1 where there is none.
    int device(String name, String processLabel) {
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            ProcessNamed process = processes.get(processOf.getOrDefault(entry.getKey(), EventHeader.NONE));
            if (entry.getValue().equals(name)
                    && (process == null || process.label().equals(processLabel))) {
                return entry.getKey();
            }
        }
        return EventHeader.NONE;
    }

    /// The number of a device's process, [EventHeader#NONE] if no process used it.
    int processOf(int device) {
        return processOf.getOrDefault(device, EventHeader.NONE);
    }
}
