package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.LinePrefix;
import dev.vfr.recorder.capture.qemu.Side;
import dev.vfr.recorder.capture.text.FileTally;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Tells the processes apart whose trace lines are in one log, by a look at all of it before it is read.
///
/// - What a journal says is of different processes is; the rest holds for the lines of one.
/// - Lines of one thread are of one process, and so are threads that touch one device. A device that another thread
///   attaches is from there on the device of another process.
/// - Where the log goes back in time by more than a second, another stretch begins: a log that was appended. Without
///   thread ids, the lines of a stretch are of one process.
/// - Two such groups are two processes only where that is proven, see [Strand#isApartFrom]; the rest joins one of them.
final class ProcessSplit {

    /// Threads print in an order that differs from that of their times by less.
    private static final long BACK_NS = 1_000_000_000;

    /// A log with more threads than this is taken for that of one process.
    private static final int MOST_STRANDS = 4_096;

    private final List<Integer> firstOfRun = new ArrayList<>();
    private final List<Map<Key, Integer>> processOf = new ArrayList<>();
    private final BitSet saving = new BitSet();
    private int processes;

    private final Place place = new Place();

    /// Which thread in which run; without a thread id, which stretch.
    ///
    /// @param origin the process as a journal names it, empty outside of one
    private record Key(int thread, int stretch, String origin) {}

    /// Where in a log a line stands.
    private static final class Place {
        private int run;
        private int stretch;
        private long lastNs = Long.MIN_VALUE;

        void line(LinePrefix prefix) {
            if (prefix.hasTime()) {
                boolean back = prefix.timeNs() < lastNs - BACK_NS && lastNs != Long.MIN_VALUE;
                stretch += back ? 1 : 0;
                lastNs = back ? prefix.timeNs() : Math.max(lastNs, prefix.timeNs());
            }
        }

        void started() {
            run++;
            stretch++;
            lastNs = Long.MIN_VALUE;
        }

        Key key(LinePrefix prefix, String origin) {
            boolean told = prefix.thread() != EventHeader.NONE || !origin.isEmpty();
            return new Key(prefix.thread(), told ? 0 : stretch, origin);
        }
    }

    private ProcessSplit() {}

    /// Looks through a log.
    ///
    /// @param in the log, closed at the end
    /// @param file its name, for messages
    /// @param peel the layers around its lines
    /// @return empty where it is of one process
    static Optional<ProcessSplit> of(InputStream in, String file, Peel peel) throws EventSourceException {
        ProcessSplit split = new ProcessSplit();
        try (PeeledLines lines = new PeeledLines(in, file, peel)) {
            split.look(lines, new LineRecogniser(lines, file, TextKind.TRACE_LOG, new FileTally()));
        }
        return split.processes > 1 ? Optional.of(split) : Optional.empty();
    }

    private void look(PeeledLines lines, LineRecogniser recogniser) throws EventSourceException {
        Place at = new Place();
        Run run = new Run();
        boolean any = false;
        while (lines.next()) {
            LineKind kind = recogniser.recognise();
            if ((kind == LineKind.STARTED || recogniser.startEnds()) && any) {
                endRun(run.strands);
                run = new Run();
                at.started();
            }
            any |= kind != LineKind.NONE;
            if (recogniser.isTraceLine()) {
                at.line(recogniser.prefix());
            }
            if (kind == LineKind.TRACE) {
                run.take(recogniser, at, lines.number());
            } else if (kind == LineKind.MESSAGE
                    && recogniser.isOfVmm()
                    && !recogniser.origin().isEmpty()) {
                run.strand(recogniser, at, lines.number());
            }
        }
        endRun(run.strands);
    }

    /// What is collected from one start to the next.
    private static final class Run {
        private final Map<Key, Strand> strands = new LinkedHashMap<>();
        private final Map<String, Integer> attachers = new HashMap<>();
        private int attachments;
        private Key lastKey = new Key(EventHeader.NONE, -1, "");
        private Strand last = new Strand(EventHeader.NONE, 0, "");

        void take(LineRecogniser recogniser, Place at, long line) {
            LinePrefix prefix = recogniser.prefix();
            Strand strand = strand(recogniser, at, line);
            Side side = recogniser.trace().side();
            strand.add(side, prefix.timeNs(), at.stretch);
            Optional<String> device = recogniser.trace().takeDevice();
            if (device.isEmpty() || (side != Side.STARTS && strand.touchedLast(device.get(), attachments))) {
                return;
            }
            String name = at.stretch + " " + device.get();
            if (side == Side.STARTS) {
                attachers.put(name, prefix.thread());
                attachments++;
            }
            strand.touches(device.get(), name + " " + attachers.getOrDefault(name, EventHeader.NONE), attachments);
        }

        private Strand strand(LineRecogniser recogniser, Place at, long line) {
            LinePrefix prefix = recogniser.prefix();
            boolean same = prefix.thread() == lastKey.thread()
                    && recogniser.origin().equals(lastKey.origin())
                    && (prefix.thread() != EventHeader.NONE || lastKey.stretch() == at.stretch);
            if (!same) {
                lastKey = at.key(prefix, recogniser.origin());
                // With too many of them they are no longer told apart.
                last = strands.size() > MOST_STRANDS
                        ? last
                        : strands.computeIfAbsent(lastKey, key -> new Strand(key.thread(), line, key.origin()));
            }
            return last;
        }
    }

    /// Sorts the strands of a run into processes.
    private void endRun(Map<Key, Strand> strands) {
        firstOfRun.add(processes);
        Map<Key, Integer> found = new HashMap<>();
        processOf.add(found);
        if (strands.isEmpty() || strands.size() > MOST_STRANDS) {
            processes++;
            return;
        }
        Map<Strand, List<Key>> groups = groups(strands);
        List<Strand> byWeight = groups.keySet().stream()
                .sorted(Comparator.comparingInt((Strand group) -> -group.weight())
                        .thenComparingLong(Strand::firstLine))
                .toList();
        List<List<Strand>> parts = new ArrayList<>();
        for (Strand group : byWeight) {
            placeFor(group, parts).add(group);
        }
        parts.sort(Comparator.comparingLong(
                part -> part.stream().mapToLong(Strand::firstLine).min().orElse(0)));
        for (List<Strand> part : parts) {
            for (Strand group : part) {
                saving.set(processes, saving.get(processes) || group.isSaving());
                groups.getOrDefault(group, List.of()).forEach(key -> found.put(key, processes));
            }
            processes++;
        }
    }

    /// Joins the strands that touch one device.
    private static Map<Strand, List<Key>> groups(Map<Key, Strand> strands) {
        Map<Strand, List<Key>> groups = new LinkedHashMap<>();
        strands.forEach((key, strand) -> {
            List<Strand> same =
                    groups.keySet().stream().filter(strand::isOneWith).toList();
            Strand group = same.isEmpty() ? strand : same.getFirst();
            List<Key> keys = groups.computeIfAbsent(group, _ -> new ArrayList<>());
            keys.add(key);
            if (!same.isEmpty()) {
                group.join(strand);
            }
            for (Strand other : same.subList(Math.min(1, same.size()), same.size())) {
                group.join(other);
                keys.addAll(groups.getOrDefault(other, List.of()));
                groups.remove(other);
            }
        });
        return groups;
    }

    /// The process that a group belongs to, a new one where it is proven to be of none of those that are known.
    private static List<Strand> placeFor(Strand group, List<List<Strand>> parts) {
        List<List<Strand>> possible = parts.stream()
                .filter(part -> part.stream().noneMatch(group::isApartFrom))
                .toList();
        if (possible.isEmpty()) {
            List<Strand> added = new ArrayList<>();
            parts.add(added);
            return added;
        }
        Optional<List<Strand>> ofSide = possible.stream()
                .filter(part -> part.stream().anyMatch(group::isOnSideOf))
                .findFirst();
        return ofSide.orElseGet(() -> startedBefore(group, possible));
    }

    /// The process whose main thread has the highest id below the group's: thread ids go up.
    private static List<Strand> startedBefore(Strand group, List<List<Strand>> possible) {
        return possible.stream()
                .filter(part -> part.getFirst().thread() <= group.thread())
                .max(Comparator.comparingInt(part -> part.getFirst().thread()))
                .orElse(possible.getFirst());
    }

    /// How many processes there are.
    int processes() {
        return processes;
    }

    /// Takes the next trace line, also one that becomes no event.
    void line(LinePrefix prefix) {
        place.line(prefix);
    }

    /// Takes the next start that is not the first thing in the log.
    ///
    /// @return the number of the process that starts
    int started() {
        place.started();
        return firstOfRun.get(Math.min(place.run, firstOfRun.size() - 1));
    }

    /// The number of the process that printed the present trace line.
    int process(LinePrefix prefix, String origin) {
        int run = Math.min(place.run, firstOfRun.size() - 1);
        return processOf.get(run).getOrDefault(place.key(prefix, origin), firstOfRun.get(run));
    }

    /// The number of the process that sends a migration, where the text has only one.
    OptionalInt source() {
        return saving.cardinality() == 1 ? OptionalInt.of(saving.nextSetBit(0)) : OptionalInt.empty();
    }

    /// The number of the process that a journal calls `origin`, where it is known.
    OptionalInt process(String origin) {
        int run = Math.min(place.run, firstOfRun.size() - 1);
        return processOf.get(run).entrySet().stream()
                .filter(entry -> !origin.isEmpty() && entry.getKey().origin().equals(origin))
                .mapToInt(Map.Entry::getValue)
                .findFirst();
    }
}
