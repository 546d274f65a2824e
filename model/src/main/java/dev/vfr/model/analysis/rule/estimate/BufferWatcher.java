package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.fold.MigrationState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Counts the buffers of device state that wait at a destination: [WaitingBuffers].
final class BufferWatcher implements Watcher {

    private final FactCollector facts;
    private final Map<Integer, Queue> queues = new LinkedHashMap<>();

    private static final class Queue {
        private final int process;
        private long come;
        private long loaded;
        private long most;
        private long mostSeq;

        private Queue(int process) {
            this.process = process;
        }
    }

    BufferWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(MultifdBufferSeen.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        if (!(event instanceof MultifdBufferSeen seen)) {
            return;
        }
        Queue queue = queues.computeIfAbsent(
                seen.header().device(), ignored -> new Queue(seen.header().process()));
        switch (seen.step()) {
            case "incoming" -> queue.come++;
            case "load_end" -> queue.loaded++;
            default -> {
                // `starved` and `load_start` change nothing of what waits.
            }
        }
        if (queue.come - queue.loaded > queue.most) {
            queue.most = queue.come - queue.loaded;
            queue.mostSeq = seen.header().seq();
        }
    }

    @Override
    public void finish(MigrationState end) {
        queues.forEach((device, queue) ->
                facts.add(new WaitingBuffers(queue.process, device, queue.mostSeq, queue.most, queue.come)));
    }
}
