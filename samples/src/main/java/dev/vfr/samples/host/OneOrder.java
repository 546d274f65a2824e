package dev.vfr.samples.host;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// Puts the events of several hosts into the one order of true time, on their way into one trace.
///
/// A host's own events come in the order of their returns, which is also that of their entries, since one host
/// does one thing after the other. They are held back until no other host can have an earlier one.
public final class OneOrder {

    private final EventSink sink;
    private final List<HostQueue> queues;

    private static final class HostQueue implements EventSink {
        private final SimulatedHost host;
        private final Queue<MigrationEvent> events = new ArrayDeque<>();

        private HostQueue(SimulatedHost host) {
            this.host = host;
        }

        @Override
        public void append(MigrationEvent event) {
            events.add(event);
        }

        private long firstTrueNs() {
            MigrationEvent first = events.peek();
            return first == null ? Long.MAX_VALUE : host.trueNsAt(first.header().timeNs());
        }
    }

    public OneOrder(EventSink sink, List<SimulatedHost> hosts) {
        this.sink = sink;
        this.queues = hosts.stream().map(HostQueue::new).toList();
    }

    /// Takes the events of one host.
    public EventSink sinkOf(SimulatedHost host) {
        return queues.stream()
                .filter(queue -> queue.host == host)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("host " + host.number() + " is not known"));
    }

    /// Lets every event before `trueNs` go, since nothing earlier can come any more.
    ///
    /// @throws EventSourceException where the trace cannot be written
    public void releaseBefore(long trueNs) throws EventSourceException {
        while (true) {
            HostQueue first = queues.getFirst();
            for (HostQueue queue : queues) {
                if (queue.firstTrueNs() < first.firstTrueNs()) {
                    first = queue;
                }
            }
            if (first.firstTrueNs() >= trueNs) {
                return;
            }
            sink.append(first.events.remove());
        }
    }

    /// Lets all events go.
    ///
    /// @throws EventSourceException where the trace cannot be written
    public void releaseAll() throws EventSourceException {
        releaseBefore(Long.MAX_VALUE);
    }
}
