package dev.vfr.samples.host;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One direction of a network connection: what is sent arrives in order, as fast as the bandwidth lets it.
///
/// @param <M> what is sent
public final class Link<M> {

    private static final long NS_PER_S = 1_000_000_000;

    /// How far the sender may be ahead of the wire before it has to wait: the socket's buffers.
    private static final long BUFFERED_NS = 2_000_000;

    private final LongUnaryOperator bandwidth;
    private final long latencyNs;
    private final Queue<Arrival<M>> onTheWay = new ArrayDeque<>();
    private long freeNs;

    /// Something that arrives.
    ///
    /// @param trueNs when
    public record Arrival<M>(long trueNs, M message) {}

    /// @param bandwidth bytes per second at a true time
    /// @param latencyNs ns from one end to the other
    public Link(LongUnaryOperator bandwidth, long latencyNs) {
        this.bandwidth = bandwidth;
        this.latencyNs = latencyNs;
    }

    /// Sends `message` of `bytes`; the sending host waits as long as the connection takes no more.
    public void send(SimulatedHost sender, long bytes, M message) {
        long start = Math.max(freeNs, sender.trueNs());
        freeNs = start + wireNs(start, bytes);
        sender.waitUntil(freeNs - BUFFERED_NS);
        onTheWay.add(new Arrival<>(freeNs + latencyNs, message));
    }

    private long wireNs(long atNs, long bytes) {
        return (long) ((double) bytes * NS_PER_S / bandwidth.applyAsLong(atNs));
    }

    /// ns from one end to the other.
    public long latencyNs() {
        return latencyNs;
    }

    /// Bytes per second at a true time.
    public long bandwidthAt(long trueNs) {
        return bandwidth.applyAsLong(trueNs);
    }

    /// When the next message arrives, [Long#MAX_VALUE] where none is on its way.
    public long nextArrivalNs() {
        Arrival<M> next = onTheWay.peek();
        return next == null ? Long.MAX_VALUE : next.trueNs();
    }

    /// Takes the next message off the link, null where none is on its way.
    public @Nullable Arrival<M> receive() {
        return onTheWay.poll();
    }
}
