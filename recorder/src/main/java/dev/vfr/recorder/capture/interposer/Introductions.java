package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TraceWriter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Sees to it that a trace introduces every process and device before the first event that uses its number.
///
/// The library does so once; a trace that takes over from a killed recorder, or whose ring had no place for the
/// introduction, has it from the ring file's slots.
final class Introductions {

    /// Numbers above these are the work of a broken process, and not worth the memory.
    private static final int MAX_NUMBER = 1 << 20;

    private final TraceWriter trace;
    private final AttachedProcesses processes;
    private final HostNames names;
    private final BitSet knownProcesses = new BitSet();
    private final BitSet knownDevices = new BitSet();
    private final Map<Integer, Integer> pids = new HashMap<>();
    private final Map<Integer, String> deviceNames = new HashMap<>();

    Introductions(TraceWriter trace, AttachedProcesses processes, HostNames names) {
        this.trace = trace;
        this.processes = processes;
        this.names = names;
    }

    /// The library's own introduction.
    void process(ProcessNamed named) throws TraceException {
        introduce(names.enrich(named));
    }

    private void introduce(ProcessNamed named) throws TraceException {
        int number = named.header().process();
        if (isPlausible(number)) {
            knownProcesses.set(number);
            pids.put(number, (int) named.pid().orElse(0));
        }
        trace.append(named);
    }

    /// The library's own introduction.
    void device(DeviceNamed named) throws TraceException {
        EventHeader header = named.header();
        require(header.process(), EventHeader.NONE, header.timeNs());
        DeviceNamed enriched = names.enrich(named, pids.getOrDefault(header.process(), 0));
        if (isPlausible(header.device())) {
            knownDevices.set(header.device());
            deviceNames.put(header.device(), enriched.name());
        }
        trace.append(enriched);
    }

    /// Introduces what has not been.
    ///
    /// @param process the trace's number, or [EventHeader#NONE]
    /// @param device the trace's number, or [EventHeader#NONE]
    void require(int process, int device, long timeNs) throws TraceException {
        if (process >= 0 && !knownProcesses.get(process) && isPlausible(process)) {
            introduceProcess(process, timeNs);
        }
        if (device >= 0 && !knownDevices.get(device) && isPlausible(device)) {
            introduceDevice(process, device, timeNs);
        }
    }

    private void introduceProcess(int number, long timeNs) throws TraceException {
        EventHeader header = header(timeNs, number, EventHeader.NONE);
        Optional<ProcessSlot> slot = slotOf(number);
        if (slot.isPresent()) {
            introduce(names.process(header, slot.get()));
        } else {
            introduce(new ProcessNamed(
                    header,
                    "process " + number,
                    0,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        }
    }

    private void introduceDevice(int process, int device, long timeNs) throws TraceException {
        String name = slotOf(process)
                .flatMap(slot -> slot.deviceName(device))
                .or(() -> processes.taken().stream()
                        .flatMap(slot -> slot.deviceName(device).stream())
                        .findFirst())
                .orElse("device " + device);
        device(new DeviceNamed(header(timeNs, process, device), name, List.of()));
    }

    private Optional<ProcessSlot> slotOf(int process) {
        return processes.taken().stream()
                .filter(slot -> slot.number() == process)
                .findFirst();
    }

    /// The device's name, for people.
    String deviceName(int device) {
        return deviceNames.getOrDefault(device, "");
    }

    private static EventHeader header(long timeNs, int process, int device) {
        return new EventHeader(0, timeNs, EventHeader.UNKNOWN_NS, process, EventHeader.NONE, device, EventHeader.NONE);
    }

    private static boolean isPlausible(int number) {
        return number >= 0 && number < MAX_NUMBER;
    }
}
