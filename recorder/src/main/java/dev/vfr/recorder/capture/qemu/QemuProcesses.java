package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// The processes that the captures are of: one, or several where a file holds the texts of several.
///
/// They share the order of events and the numbers of devices. Each is introduced before its first event, on a clock of
/// its own unless the same host is named: the files do not say that the times are of one clock.
public final class QemuProcesses {

    /// QEMU prints times in µs.
    private static final long CLOCK_UNCERTAINTY_NS = 1_000;

    private final HeldEvents held;
    private final long startNs;
    private final String label;
    private final int expected;
    private final DeviceNumbers devices = new DeviceNumbers();
    private final List<QemuProcess> processes = new ArrayList<>();
    private final List<VmmIdentity> identities = new ArrayList<>();
    private final Map<String, Integer> byConversation = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private QemuProcess current;

    /// Introduces the first process.
    ///
    /// @param startNs the trace's time 0 in ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where no file
    ///     has times
    /// @param label a short name, numbered where there are several processes
    /// @param expected how many processes there are going to be, as far as is known
    /// @param first what is known of the first
    public QemuProcesses(EventSink sink, long startNs, String label, int expected, VmmIdentity first)
            throws EventSourceException {
        this.held = new HeldEvents(sink);
        this.startNs = startNs;
        this.label = label;
        this.expected = expected;
        this.current = begin(first, startNs);
    }

    /// The process that the captures are at.
    public QemuProcess current() {
        return current;
    }

    public int count() {
        return processes.size();
    }

    /// All processes so far, in the order of their numbers.
    public List<QemuProcess> all() {
        return List.copyOf(processes);
    }

    /// The process whose command line has one of these names, such as a PCI address, where one does.
    public Optional<QemuProcess> startedWith(Set<String> names) {
        for (int i = 0; i < processes.size(); i++) {
            for (String argument : identities.get(i).commandLine()) {
                if (names.stream().anyMatch(argument::contains)) {
                    return Optional.of(processes.get(i));
                }
            }
        }
        return Optional.empty();
    }

    /// The captures are at the process `number` from here on, which is introduced where it is new.
    public void select(int number, long ns) throws EventSourceException {
        current = number(number, ns);
    }

    /// The process `number`, which is introduced where it is new. The captures stay where they are.
    public QemuProcess number(int number, long ns) throws EventSourceException {
        while (processes.size() <= number) {
            begin(VmmIdentity.UNKNOWN, ns);
        }
        return processes.get(number);
    }

    /// The process of one of the conversations that a daemon keeps in one log.
    ///
    /// A new conversation is that of a process without one: of the one that was started last for the same VM, or,
    /// where no name is known, of the one that the captures are at. Else it shows another process.
    ///
    /// @param key tells the conversation from all others
    /// @param vm the name of its VM, where it is known
    /// @param ns when, in ns since 1970-01-01T00:00:00Z
    public QemuProcess ofConversation(String key, Optional<String> vm, long ns) throws EventSourceException {
        Integer known = byConversation.get(key);
        if (known == null) {
            known = unconversed(vm).orElse(processes.size());
            byConversation.put(key, known);
            if (known == processes.size()) {
                names.put(known, vm.orElse(""));
                begin(VmmIdentity.UNKNOWN, ns);
            } else {
                vm.ifPresent(name -> names.putIfAbsent(byConversation.get(key), name));
            }
        }
        return processes.get(known);
    }

    private OptionalInt unconversed(Optional<String> vm) {
        int present = processes.indexOf(current);
        for (int number = processes.size() - 1; number >= 0; number--) {
            boolean free = !byConversation.containsValue(number);
            Optional<String> name = identities.get(number).guest();
            boolean same = (name.isPresent() && vm.isPresent()) ? name.equals(vm) : number == present;
            if (free && same) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    /// The captures are at the process that knows the device which `text` names, where one does.
    public void selectByDevice(String text) {
        for (QemuProcess process : processes) {
            if (process.names(text)) {
                current = process;
                return;
            }
        }
    }

    /// The captures show the start of a process.
    ///
    /// @param ns when, in ns since 1970-01-01T00:00:00Z
    /// @param first whether it stands before anything else in its file, so that it may be the process that is known
    public void started(VmmIdentity identity, long ns, boolean first) throws EventSourceException {
        if (!first) {
            current = begin(identity, ns);
            return;
        }
        int number = processes.indexOf(current);
        VmmIdentity known = identities.get(number);
        VmmIdentity now = identity.or(known);
        if (!now.equals(known)) {
            identities.set(number, now);
            current.at(ns, EventHeader.NONE);
            held.append(named(number, current.header()));
        }
    }

    private QemuProcess begin(VmmIdentity identity, long ns) throws EventSourceException {
        int number = processes.size();
        QemuProcess process = new QemuProcess(held, number, startNs, devices);
        processes.add(process);
        identities.add(identity);
        process.at(ns, EventHeader.NONE);
        EventHeader at = process.header();
        held.append(named(number, at));
        if (startNs != CaptureCursor.NO_TIME && hostClock(number) == number) {
            EventHeader ofTrace = new EventHeader(
                    0,
                    at.timeNs(),
                    EventHeader.UNKNOWN_NS,
                    EventHeader.NONE,
                    EventHeader.NONE,
                    EventHeader.NONE,
                    EventHeader.NONE);
            held.append(new ClockAnchored(ofTrace, number, 0, startNs, CLOCK_UNCERTAINTY_NS));
        }
        return process;
    }

    private MigrationEvent named(int number, EventHeader at) {
        VmmIdentity identity = identities.get(number);
        return new ProcessNamed(
                at,
                name(number),
                hostClock(number),
                OptionalLong.empty(),
                identity.host(),
                identity.kernel(),
                identity.program(),
                identity.version(),
                identity.commandLine());
    }

    private String name(int number) {
        String vm = names.getOrDefault(number, "");
        if (!vm.isEmpty()) {
            return label + " " + vm;
        }
        return expected > 1 || number > 0 ? label + " " + (number + 1) : label;
    }

    /// The number of the first process that is known to run on the same host.
    private int hostClock(int number) {
        VmmIdentity identity = identities.get(number);
        for (int i = 0; i < number; i++) {
            if (identity.host().isPresent()
                    && identity.host().equals(identities.get(i).host())) {
                return i;
            }
        }
        return number;
    }

    /// How many events were made so far.
    public long recorded() {
        return held.recorded();
    }

    /// The captures end: what still waits goes without.
    public void finish() throws EventSourceException {
        for (QemuProcess process : processes) {
            process.at(CaptureCursor.NO_TIME, EventHeader.NONE);
            process.finish();
        }
        held.finish();
    }
}
