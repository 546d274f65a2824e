package dev.vfr.samples.host;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Puts the events of several hosts into the one order of true time, on their way into one trace.
///
/// They are held back until there can be no earlier one. Those of one time and one host stay in the order in
/// which they came.
public final class OneOrder {

    private final EventSink sink;
    private final List<HostQueue> queues;

    private record Held(long timeNs, long number, MigrationEvent event) {}

    private static final class HostQueue implements EventSink {
        private final SimulatedHost host;
        private final PriorityQueue<Held> events =
                new PriorityQueue<>(Comparator.comparingLong(Held::timeNs).thenComparingLong(Held::number));
        private long taken;

        private HostQueue(SimulatedHost host) {
            this.host = host;
        }

        @Override
        public void append(MigrationEvent event) {
            events.add(new Held(event.header().timeNs(), taken++, event));
        }

        private long firstTrueNs() {
            Held first = events.peek();
            return first == null ? Long.MAX_VALUE : host.trueNsAt(first.timeNs());
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
            sink.append(first.events.remove().event());
        }
    }

    /// Lets all events go.
    ///
    /// @throws EventSourceException where the trace cannot be written
    public void releaseAll() throws EventSourceException {
        releaseBefore(Long.MAX_VALUE);
    }
}
