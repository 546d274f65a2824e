package dev.vfr.recorder.capture.libvirt;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.PeeledLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conversations of a daemon's log in the order in which they begin, found by a look at all of it before it is
/// read:
/// a VM's name shows only some messages after its conversation has begun.
public final class Conversations {

    /// A log with more than these is read without their names.
    private static final int MOST = 65_536;

    private static final byte[] SOCKET = "/monitor.sock".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXECUTE = "\"execute\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final String DOMAIN = "/domain-";

    /// By its first questions a QEMU is known that libvirt starts to see what it can do.
    private static final Set<String> OF_PROBE = Set.of(
            "query-version",
            "query-target",
            "query-commands",
            "query-qmp-schema",
            "query-kvm",
            "qom-list-types",
            "query-events");

    private final Map<String, List<Found>> byMonitor = new HashMap<>();
    private final Map<String, Integer> present = new HashMap<>();
    private int count;

    private static final class Found {
        private Optional<String> vm = Optional.empty();
        private int commands;
        private boolean probes;
    }

    /// A log of which nothing is known.
    public static Conversations none() {
        return new Conversations();
    }

    /// Looks through a log.
    ///
    /// @param lines closed at the end
    public static Conversations of(PeeledLines lines) throws EventSourceException {
        Conversations found = new Conversations();
        try (lines) {
            DaemonLine line = new DaemonLine();
            while (lines.next()) {
                DaemonLine.Kind kind = line.parse(lines.buffer(), lines.start(), lines.end(), false);
                if (kind == DaemonLine.Kind.OPENED) {
                    found.opened(line.monitor());
                } else if (kind == DaemonLine.Kind.MESSAGE) {
                    found.message(line, lines.buffer());
                }
            }
        }
        found.present.clear();
        return found;
    }

    private @Nullable Found opened(String monitor) {
        if (count >= MOST) {
            return null;
        }
        count++;
        Found found = new Found();
        byMonitor.computeIfAbsent(monitor, any -> new ArrayList<>()).add(found);
        return found;
    }

    private void message(DaemonLine line, byte[] bytes) {
        List<Found> known = byMonitor.get(line.monitor());
        Found found = known == null ? opened(line.monitor()) : known.getLast();
        if (found == null) {
            return;
        }
        Optional<String> command = command(bytes, line.from(), line.to());
        if (command.isPresent()) {
            if (!command.get().equals("qmp_capabilities") && found.commands++ == 0) {
                found.probes = OF_PROBE.contains(command.get());
            }
        } else if (found.vm.isEmpty() && found.commands < 64) {
            found.vm = vmIn(bytes, line.from(), line.to());
        }
    }

    /// The name of the command in a message, empty where it is none.
    static Optional<String> command(byte[] bytes, int from, int to) {
        int at = from + 1;
        if (at + EXECUTE.length > to) {
            return Optional.empty();
        }
        for (int i = 0; i < EXECUTE.length; i++) {
            if (bytes[at + i] != EXECUTE[i]) {
                return Optional.empty();
            }
        }
        int start = at + EXECUTE.length;
        int end = start;
        while (end < to && bytes[end] != '"') {
            end++;
        }
        return Optional.of(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
    }

    /// The VM of a socket such as `unix:/var/lib/libvirt/qemu/domain-1-vm1/monitor.sock`.
    private static Optional<String> vmIn(byte[] bytes, int from, int to) {
        for (int i = from; i + SOCKET.length <= to; i++) {
            if (bytes[i] == '/' && isSocket(bytes, i)) {
                String path =
                        new String(bytes, Math.max(from, i - 300), Math.min(i - from, 300), StandardCharsets.UTF_8);
                int domain = path.lastIndexOf(DOMAIN);
                int dash = domain < 0 ? -1 : path.indexOf('-', domain + DOMAIN.length());
                return dash < 0 ? Optional.empty() : Optional.of(path.substring(dash + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isSocket(byte[] bytes, int at) {
        for (int i = 0; i < SOCKET.length; i++) {
            if (bytes[at + i] != SOCKET[i]) {
                return false;
            }
        }
        return true;
    }

    /// The log opens a conversation on `monitor`.
    void begin(String monitor) {
        present.merge(monitor, 0, (number, one) -> number + 1);
    }

    /// The conversation that is on `monitor` now.
    Conversation on(String monitor) {
        int number = present.computeIfAbsent(monitor, any -> 0);
        List<Found> found = byMonitor.getOrDefault(monitor, List.of());
        if (number >= found.size()) {
            return new Conversation(monitor, number, Optional.empty(), false);
        }
        return new Conversation(monitor, number, found.get(number).vm, found.get(number).probes);
    }

    /// How many VMs have conversations.
    public int vms() {
        return (int) byMonitor.values().stream()
                .flatMap(List::stream)
                .filter(found -> !found.probes)
                .count();
    }
}
