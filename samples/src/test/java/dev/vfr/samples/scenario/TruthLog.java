package dev.vfr.samples.scenario;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.samples.device.DeviceTruth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// Notes the simulator's truth beside every event, and puts the two together in the order of the trace.
final class TruthLog implements Witness {

    /// @param number of the event among those of its process, as they were recorded
    private record Seen(int number, Optional<DeviceTruth> truth) {}

    private final Map<MigrationEvent, Queue<Seen>> seen = new HashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();

    @Override
    public void saw(MigrationEvent event, Optional<DeviceTruth> truth) {
        int number = counts.merge(event.header().process(), 1, Integer::sum) - 1;
        seen.computeIfAbsent(bare(event), _ -> new ArrayDeque<>()).add(new Seen(number, truth));
    }

    /// The truth of the device of each event; empty for those that the simulator writes about the trace itself, and
    /// where a process's threads have other events before it in the trace than before it in time.
    List<Optional<DeviceTruth>> along(List<MigrationEvent> events) {
        List<Optional<DeviceTruth>> truths = new ArrayList<>();
        Map<Integer, Integer> passed = new HashMap<>();
        Map<Integer, Integer> latest = new HashMap<>();
        for (MigrationEvent event : events) {
            int process = event.header().process();
            Queue<Seen> alike = seen.getOrDefault(bare(event), new ArrayDeque<>());
            if (alike.isEmpty()) {
                truths.add(Optional.empty());
                continue;
            }
            Seen found = alike.remove();
            int before = passed.merge(process, 1, Integer::sum) - 1;
            int last = latest.merge(process, found.number(), Math::max);
            truths.add(before == found.number() && last == before ? found.truth() : Optional.empty());
        }
        return truths;
    }

    private static MigrationEvent bare(MigrationEvent event) {
        return event.withHeader(event.header().withSeq(0));
    }
}
